// lib/index/elias_fano.h - a compressed ascending list of numbers with random access.
//
//   EliasFanoBuilder builder(3, 1000);
//   for (const std::uint64_t value : {7, 7, 430}) builder.add(value);
//   builder.append_to(out);
//   ...
//   EliasFano list;
//   if (!EliasFano::view(rest, list)) return corrupt();
//   list.select(1);         // 7
//   list.lower_bound(8);    // 2
//
// Threads  Immutable.
// Memory   2 + log2(universe / n) bits per number, and half a bit for the index.
// Errors   In bounds on any bytes; select() is always below the universe.
// Method   Elias 1974 and Fano 1971: low bits plain, high bits in unary; the place of each 64th one
//          is stored (Vigna 2008 for selection inside a word).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "lib/index/bits.h"

namespace despin::index {

class EliasFano {
 public:
  // Removes the list from the front of `rest`. False if it is truncated.
  static bool view(Bytes& rest, EliasFano& list);

  std::uint64_t size() const noexcept { return size_; }
  std::uint64_t universe() const noexcept { return universe_; }
  // REQUIRES: i < size().
  std::uint64_t select(std::uint64_t i) const noexcept;
  // The first index whose number is at least `value`; size() if there is none.
  std::uint64_t lower_bound(std::uint64_t value) const noexcept;

 private:
  std::uint64_t size_ = 0;
  std::uint64_t universe_ = 0;
  unsigned low_bits_ = 0;
  const std::byte* samples_ = nullptr;  // u32: place of each 64th one in high_
  Bytes low_;
  Bytes high_;  // whole words of 64 bits
};

class EliasFanoBuilder {
 public:
  // REQUIRES: n < 2^30, universe > 0.
  EliasFanoBuilder(std::uint64_t n, std::uint64_t universe);
  // REQUIRES: not below the previous number; below the universe.
  void add(std::uint64_t value);
  // REQUIRES: n numbers were added.
  void append_to(std::vector<std::byte>& out);

 private:
  std::uint64_t size_;
  std::uint64_t universe_;
  unsigned low_bits_;
  std::uint64_t added_ = 0;
  std::vector<std::byte> low_;
  BitWriter low_writer_;
  std::vector<std::uint64_t> high_;
  std::vector<std::uint32_t> samples_;
};

// The best number of low bits for n numbers below `universe`.
constexpr unsigned low_bits_of(std::uint64_t n, std::uint64_t universe) {
  return n == 0 || universe <= n ? 0 : static_cast<unsigned>(std::bit_width(universe / n)) - 1;
}

}  // namespace despin::index
