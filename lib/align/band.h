// lib/align/band.h
// The part of the alignment matrix worth filling: around the blocks of a chain, all of
// the gaps between them, and a little way beyond both ends.
//
// Shapes   Row j is the boundary before suspect word j, column i the boundary before
//          original word i. lo and hi, inclusive, rise with j.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "lib/align/chains.h"
#include "lib/align/words.h"

namespace despin::align {

// Boundaries beside the blocks' diagonals: what a swap of a phrase may shift.
inline constexpr std::uint32_t kBandWidth = 3;
// Words beyond the first and last block that may belong to the copy: two for each word
// in the blocks, and a few.
inline constexpr std::uint32_t kReach = 24;
inline constexpr std::uint32_t kReachAlone = 3;

struct Band {
  std::uint32_t first_row = 0;
  std::uint32_t rows = 0;
  std::vector<std::uint32_t> lo;
  std::vector<std::uint32_t> hi;
  std::vector<std::size_t> offset;  // of the row's first cell; one more at the end
  // A path may begin at any cell up to this corner, and end at any from the other one on.
  std::uint32_t start_row = 0;
  std::uint32_t start_column = 0;
  std::uint32_t end_row = 0;
  std::uint32_t end_column = 0;

  std::uint32_t last_row() const noexcept { return first_row + rows - 1; }
  std::uint32_t low(std::uint32_t row) const noexcept { return lo[row - first_row]; }
  std::uint32_t high(std::uint32_t row) const noexcept { return hi[row - first_row]; }
  bool has(std::uint32_t row, std::uint32_t column) const noexcept {
    return row >= first_row && row - first_row < rows && column >= low(row) && column <= high(row);
  }
  std::size_t cell(std::uint32_t row, std::uint32_t column) const noexcept {
    return offset[row - first_row] + (column - low(row));
  }
};

// Replaces what `out` held. `suspect` is how far rows may go; columns may go everywhere
// in [0, original_words]. REQUIRES: blocks of one chain, in order, inside `suspect`.
void make_band(std::span<const ChainBlock> blocks, WordRange suspect, std::uint32_t original_words,
               Band& out);

}  // namespace despin::align
