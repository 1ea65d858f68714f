// lib/align/chains.h
// Anchors that one copied stretch explains: rising on both sides, with short gaps.
//
//   align::chain_anchors(anchors, suspect, taken, parameters, scratch, blocks);
//
// Several chains may come out of a text: its sentences may have been moved, or copied
// from several places. No word, on either side, is in two blocks.
// Order    Blocks by suspect; those of one chain rise in the original too.
// Cost     O(anchors * kLookBack).
// Method   Chaining by dynamic programming with bounded look-back (Li 2018, sec. 2.1).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "lib/align/seeds.h"

namespace despin::align {

// Words that a chain may skip on one side; a longer gap parts two passages.
inline constexpr std::uint32_t kMaxGap = 100;

// An anchor, or what others left of it.
struct ChainBlock {
  std::uint32_t original = 0;
  std::uint32_t suspect = 0;
  std::uint32_t size = 0;
  std::uint32_t chain = 0;

  std::uint32_t original_end() const noexcept { return original + size; }
  std::uint32_t suspect_end() const noexcept { return suspect + size; }
};

struct ChainScratch {
  std::vector<double> score;          // of the best chain that ends at the anchor
  std::vector<std::uint32_t> before;  // the anchor before it there
  std::vector<std::uint32_t> order;
  std::vector<std::uint8_t> used;
  std::vector<std::uint8_t> original_taken;  // words
  std::vector<std::uint8_t> suspect_taken;
  std::vector<std::uint32_t> barriers;  // taken words of the suspect before each word
};

// Replaces what `out` held; it is of no use where the budget ends. No chain leads over taken words
// of the suspect.
void chain_anchors(std::span<const Anchor> anchors, std::span<const Word> suspect,
                   const UsedWords& taken, const Parameters& parameters, ChainScratch& scratch,
                   std::vector<ChainBlock>& out, base::Budget* budget = nullptr);

}  // namespace despin::align
