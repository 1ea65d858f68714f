// lib/index/bits.h - bit-packed numbers of any width, lowest bit first.
//
//   BitWriter bits(out);
//   bits.put(5, 3);
//   bits.align();                               // zero bits up to a whole byte
//   ... load_bits(bytes, 0) & low_mask(3) == 5
//
// Threads  load_bits() is stateless.
// Errors   Bits beyond the end read as zeros.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "lib/base/bytes.h"

namespace despin::index {

using Bytes = std::span<const std::byte>;

// Bits that load_bits() returns at least and put() takes at most.
inline constexpr unsigned kLoadBits = 57;

constexpr std::uint64_t low_mask(unsigned bits) { return (std::uint64_t{1} << bits) - 1; }

// Bits needed for the numbers below n.
constexpr unsigned width_below(std::uint64_t n) {
  return n <= 1 ? 0 : static_cast<unsigned>(std::bit_width(n - 1));
}

inline std::uint64_t load_bits(Bytes bytes, std::uint64_t bit) noexcept {
  const std::uint64_t at = bit >> 3;
  std::uint64_t word = 0;
  if (base::in_range(at, 8, bytes.size())) {
    word = base::load_le<std::uint64_t>(bytes.data() + at);
  } else {
    for (std::uint64_t i = at; i < bytes.size(); ++i) {
      word |= std::to_integer<std::uint64_t>(bytes[i]) << (8 * (i - at));
    }
  }
  return word >> (bit & 7);
}

class BitWriter {
 public:
  explicit BitWriter(std::vector<std::byte>& out) : out_(out) {}

  // REQUIRES: value < 2^bits, bits <= kLoadBits.
  void put(std::uint64_t value, unsigned bits) {
    held_ |= value << held_bits_;
    held_bits_ += bits;
    for (; held_bits_ >= 8; held_bits_ -= 8, held_ >>= 8) {
      out_.push_back(static_cast<std::byte>(held_ & 0xFF));
    }
  }
  void align() {
    if (held_bits_ > 0) out_.push_back(static_cast<std::byte>(held_ & 0xFF));
    held_ = 0;
    held_bits_ = 0;
  }

 private:
  std::vector<std::byte>& out_;
  std::uint64_t held_ = 0;
  unsigned held_bits_ = 0;
};

inline void append_varint(std::vector<std::byte>& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) out.push_back(static_cast<std::byte>(value | 0x80));
  out.push_back(static_cast<std::byte>(value));
}

// Removes a number from the front. False, with `rest` unspecified, if there is none.
inline bool take_varint(Bytes& rest, std::uint64_t& value) noexcept {
  value = 0;
  for (unsigned shift = 0; shift < 64 && !rest.empty(); shift += 7) {
    const auto byte = std::to_integer<std::uint64_t>(rest.front());
    rest = rest.subspan(1);
    value |= (byte & 0x7F) << shift;
    if (byte < 0x80) return true;
  }
  return false;
}

}  // namespace despin::index
