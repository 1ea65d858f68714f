// lib/index/elias_fano.h
// An ascending list of numbers in little more room than their gaps need, where any
// one is found at once.
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
// Memory   2 + log2(universe / n) bits a number, and half a bit to find it.
// Errors   In bounds on any bytes; what is selected is below the universe.
// Method   Elias 1974 and Fano 1971: low bits as they are, high bits in unary; the
//          place of each 64th one is kept (Vigna 2008 selects inside a word).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "lib/index/bits.h"

namespace despin::index {

class EliasFano {
 public:
  // Takes the list from the front of `rest`. False if it is not all there.
  static bool view(Bytes& rest, EliasFano& list);

  std::uint64_t size() const noexcept { return size_; }
  std::uint64_t universe() const noexcept { return universe_; }
  // REQUIRES: i < size().
  std::uint64_t select(std::uint64_t i) const noexcept;
  // The first place whose number is at least `value`; size() if there is none.
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
  // REQUIRES: not below the number before, below the universe.
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

// Low bits that n numbers below `universe` are best split at.
constexpr unsigned low_bits_of(std::uint64_t n, std::uint64_t universe) {
  return n == 0 || universe <= n ? 0 : static_cast<unsigned>(std::bit_width(universe / n)) - 1;
}

}  // namespace despin::index
