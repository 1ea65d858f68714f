// lib/align/path.h
// The best way through a band: what became of each word between its ends.
//
// Order    Steps rise on both sides and leave no word between them out.
// Memory   Two bytes a cell of the band, and four rows of scores.
// Cost     O(cells + links).
// Method   Needleman and Wunsch 1970 with affine gaps (Gotoh 1982), a third gap-like state
//          for swaps of phrases that no list knows, and links as moves of their own.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "lib/align/band.h"
#include "lib/align/links.h"
#include "lib/align/words.h"

namespace despin::align {

enum class StepKind : std::uint8_t {
  kKept,
  kListed,
  kReversed,
  kInflected,
  kUnlisted,
  kAdded,
  kDropped,
};

struct PathStep {
  WordRange original;
  WordRange suspect;
  float nats = 0;
  StepKind kind = StepKind::kKept;
};

// Scores of the paths that end in a cell, by their last step.
struct PathCell {
  float best = 0;
  float swapped = 0;
  float added = 0;
  float dropped = 0;
};

struct PathScratch {
  std::array<std::vector<PathCell>, channel::kMaxWrittenWords + 1> rows;  // a ring
  std::vector<std::uint16_t> codes;
  std::vector<PathStep> reversed;
};

// How a path may end at either side of a band.
struct PathEnds {
  bool free_start = true;  // at any cell up to the band's corner, else at the corner
  bool free_end = true;
};

// What is aligned, where and at what cost.
struct PathInput {
  std::span<const Word> original;
  std::span<const Word> suspect;
  const Band& band;
  std::span<const Link> links;
  // The segment that has each word of the original, 0 if none: a word of another segment than
  // `own` is dropped.
  std::span<const std::uint32_t> owner;
  std::uint32_t own = 0;
  PathEnds ends;
  Shares shares;
  EditCosts costs;
  base::Budget* budget = nullptr;
};

// Appends to `out`; nothing where the budget ends.
void find_path(const PathInput& input, PathScratch& scratch, std::vector<PathStep>& out);

}  // namespace despin::align
