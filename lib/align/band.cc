#include "lib/align/band.h"

#include <algorithm>

namespace despin::align {
namespace {

std::uint32_t minus(std::uint32_t a, std::uint32_t b) { return a > b ? a - b : 0; }

}  // namespace

void make_band(std::span<const ChainBlock> blocks, WordRange suspect, std::uint32_t original_words,
               Band& out) {
  const ChainBlock& first = blocks.front();
  const ChainBlock& last = blocks.back();
  std::uint32_t reach = kReachAlone;
  for (std::size_t k = 0; k < blocks.size() && reach < kReach; ++k) reach += 2 * blocks[k].size;
  reach = std::min(reach, kReach);
  const std::uint32_t left =
      std::min({reach, first.suspect - suspect.begin, first.original + kBandWidth});
  const std::uint32_t right = std::min(
      {reach, suspect.end - last.suspect_end(), original_words - last.original_end() + kBandWidth});
  out.first_row = first.suspect - left;
  out.rows = last.suspect_end() + right - out.first_row + 1;
  out.start_row = first.suspect;
  out.start_column = first.original;
  out.end_row = last.suspect_end();
  out.end_column = last.original_end();
  out.lo.clear();
  out.hi.clear();
  const auto add = [&](std::uint32_t low, std::uint32_t high) {
    out.lo.push_back(minus(low, kBandWidth));
    out.hi.push_back(std::min(high + kBandWidth, original_words));
  };
  for (std::uint32_t j = out.first_row; j < first.suspect; ++j) {
    const std::uint32_t before = first.suspect - j;
    const std::uint32_t column = first.original + kBandWidth - before;  // plus kBandWidth
    out.lo.push_back(minus(column, 2 * kBandWidth));
    out.hi.push_back(std::min(column, original_words));
  }
  for (std::size_t k = 0; k < blocks.size(); ++k) {
    const ChainBlock& block = blocks[k];
    const bool is_last = k + 1 == blocks.size();
    for (std::uint32_t j = block.suspect; j < block.suspect_end(); ++j) {
      if (k > 0 && j == block.suspect) continue;  // row of the gap before
      add(block.original + (j - block.suspect), block.original + (j - block.suspect));
    }
    if (is_last && k > 0 && block.size == 0) break;  // an end without words: all said
    const std::uint32_t gap_end = is_last ? block.suspect_end() : blocks[k + 1].suspect;
    const std::uint32_t high = is_last ? block.original_end() : blocks[k + 1].original;
    for (std::uint32_t j = block.suspect_end(); j <= gap_end; ++j) add(block.original_end(), high);
  }
  for (std::uint32_t n = 1; n <= right; ++n) {
    const std::uint32_t column = last.original_end() + n;
    out.lo.push_back(std::min(minus(column, kBandWidth), original_words));
    out.hi.push_back(std::min(column + kBandWidth, original_words));
  }
  out.offset.assign(1, 0);
  for (std::size_t r = 0; r < out.lo.size(); ++r) {
    out.offset.push_back(out.offset.back() + (out.hi[r] - out.lo[r] + 1));
  }
}

}  // namespace despin::align
