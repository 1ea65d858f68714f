// lib/lm/static_function.h - a static function: maps hashes to small values without storing the
// hashes.
//
//   lm::StaticFunction f = lm::StaticFunction::view(shape, cells);
//   lm::StaticFunction::Place place = f.locate(hash);
//   f.prefetch(place);                         // then others, then
//   std::uint64_t value = f.value(place);
//
// For a hash in the key set, value() is the stored value; for any other it is practically random. A
// fingerprint inside the value tells the two apart, with a false-positive rate of 2^-bits.
//
// Memory   Views mapped cells: 1.13 per hash, of any bit width.
// Threads  Immutable.
// Cost     Three cells, each in a cache line of its own, no division.
// Method   A Bloomier filter (Chazelle et al. 2004) laid out as a 3-wise binary fuse filter (Graf
//          and Lemire 2022): the value is the XOR of the cells.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "lib/base/bytes.h"
#include "lib/base/hash.h"

namespace despin::lm {

inline constexpr std::uint32_t kArity = 3;
inline constexpr std::uint32_t kMaxSegmentBits = 18;
inline constexpr std::uint32_t kMaxWidth = 48;  // a cell is read by one 64-bit load
inline constexpr std::size_t kCellPadding = 8;  // keeps the load of the last cell in bounds

struct FunctionShape {
  std::uint64_t seed = 0;
  std::uint32_t segment_bits = 0;   // a segment has 2^segment_bits cells
  std::uint32_t segment_count = 1;  // segments where a first cell may be; kArity - 1 more follow
  std::uint32_t width = 1;          // bits of a cell

  std::uint64_t cells() const {
    return (std::uint64_t{segment_count} + kArity - 1) << segment_bits;
  }
  std::uint64_t bytes() const { return (cells() * width + 7) / 8 + kCellPadding; }
  // Whether build_function() can produce such numbers; numbers from a file may be invalid.
  bool valid() const {
    return segment_bits <= kMaxSegmentBits && segment_count >= 1 && segment_count < (1U << 30) &&
           width >= 1 && width <= kMaxWidth;
  }
};

class StaticFunction {
 public:
  struct Place {
    std::uint64_t key = 0;
    std::uint64_t bit[kArity] = {};
  };

  StaticFunction() = default;
  // REQUIRES: shape.valid() and cells.size() >= shape.bytes().
  static StaticFunction view(const FunctionShape& shape, std::span<const std::byte> cells) {
    StaticFunction f;
    f.cells_ = cells.data();
    f.seed_ = shape.seed;
    f.width_ = shape.width;
    f.segment_bits_ = shape.segment_bits;
    f.first_cells_ = std::uint64_t{shape.segment_count} << shape.segment_bits;
    return f;
  }

  Place locate(std::uint64_t hash) const noexcept {
    Place place;
    place.key = base::mix64(hash + seed_);
    const std::uint64_t mask = (std::uint64_t{1} << segment_bits_) - 1;
    std::uint64_t cell = base::scale_to(place.key, first_cells_);
    place.bit[0] = cell * width_;
    for (std::uint32_t i = 1; i < kArity; ++i) {
      cell += mask + 1;
      const std::uint64_t within = (place.key >> (kMaxSegmentBits * (kArity - 1 - i))) & mask;
      place.bit[i] = (cell ^ within) * width_;
    }
    return place;
  }

  void prefetch(const Place& place) const noexcept {
    for (const std::uint64_t bit : place.bit) __builtin_prefetch(cells_ + (bit >> 3));
  }

  // Bits above the width are undefined: callers mask each field anyway.
  std::uint64_t value(const Place& place) const noexcept {
    std::uint64_t v = 0;
    for (const std::uint64_t bit : place.bit) {
      v ^= base::load_le<std::uint64_t>(cells_ + (bit >> 3)) >> (bit & 7);
    }
    return v;
  }

  // Bits of a key that can serve as its fingerprint.
  static std::uint64_t fingerprint(const Place& place) noexcept {
    return place.key ^ (place.key >> 32);
  }

 private:
  const std::byte* cells_ = nullptr;
  std::uint64_t seed_ = 0;
  std::uint64_t first_cells_ = 0;
  std::uint32_t width_ = 0;
  std::uint32_t segment_bits_ = 0;
};

struct BuiltFunction {
  FunctionShape shape;
  std::vector<std::byte> cells;
};

// Value i belongs to hash i; `fingerprint_bits` of each value, from bit 0 on, are replaced by the
// hash's fingerprint. The same input gives the same bytes. Returns nothing if two hashes are equal.
// REQUIRES: width <= kMaxWidth.
// Memory   About 25 bytes a hash while it runs. O(n).
std::optional<BuiltFunction> build_function(std::span<const std::uint64_t> hashes,
                                            std::span<const std::uint64_t> values,
                                            std::uint32_t width, std::uint32_t fingerprint_bits);

}  // namespace despin::lm
