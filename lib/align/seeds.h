// lib/align/seeds.h
// Stretches of equal words that are rare enough in both texts to say where one was
// copied from.
//
//   align::find_anchors(original, suspect, taken, parameters, scratch, anchors);
//
// Order    By suspect, then by original.
// Cost     O(n log n); at most kMaxPairs anchors begin for one gram that is not equally
//          often on both sides, and one for each of its places if it is.
// Method   Exact matches of one to three words, joined on their diagonals: the seeds of
//          Li 2018, sec. 2.1, with words for bases and counts for minimizers.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "lib/align/words.h"
#include "lib/base/budget.h"

namespace despin::align {

// original[original + k] and suspect[suspect + k] are equal for k < size.
struct Anchor {
  std::uint32_t original = 0;
  std::uint32_t suspect = 0;
  std::uint32_t size = 0;
  float nats = 0;

  std::uint32_t original_end() const noexcept { return original + size; }
  std::uint32_t suspect_end() const noexcept { return suspect + size; }
};

struct SeedScratch {
  std::vector<std::uint64_t> original_grams;  // hash << 32 | place
  std::vector<std::uint64_t> suspect_grams;
  std::vector<std::uint64_t> seeds;  // diagonal << 32 | place in the suspect << 2 | words
};

// Which words may no longer be aligned, for each word of both sides: 0 says that it may.
struct UsedWords {
  std::span<const std::uint32_t> original;
  std::span<const std::uint32_t> suspect;
};

// Replaces what `out` held; it is of no use where the budget ends. REQUIRES: fewer than 2^29 words
// a side.
void find_anchors(std::span<const Word> original, std::span<const Word> suspect,
                  const UsedWords& taken, const Parameters& parameters, SeedScratch& scratch,
                  std::vector<Anchor>& out, base::Budget* budget = nullptr);

}  // namespace despin::align
