// lib/index/prefix_code.h - a prefix code: frequent symbols get short codes.
//
//   const CodeLengths lengths = code_lengths(counts);
//   const auto codes = prefix_codes(lengths);
//   bits.put(codes[symbol], lengths[symbol]);
//   ...
//   PrefixDecoder decoder;
//   if (!decoder.assign(lengths)) return corrupt();
//   const auto [symbol, length] = decoder.look(load_bits(bytes, bit));
//
// Threads  A decoder is immutable once assigned.
// Memory   8 KiB per decoder.
// Method   Huffman 1952, limited to 12 bits by flattening the counts until the codes fit; canonical
//          codes, written lowest bit first.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace despin::index {

inline constexpr unsigned kMaxCodeBits = 12;
inline constexpr std::size_t kMaxSymbols = 256;

using CodeLengths = std::vector<std::uint8_t>;

// A symbol that never occurs gets no code: length 0. REQUIRES: at most kMaxSymbols.
CodeLengths code_lengths(std::span<const std::uint64_t> counts);
std::vector<std::uint16_t> prefix_codes(std::span<const std::uint8_t> lengths);

class PrefixDecoder {
 public:
  struct Code {
    std::uint8_t symbol = 0;
    std::uint8_t length = 0;  // 0: no code begins with these bits
  };

  // False if no prefix code has these lengths.
  bool assign(std::span<const std::uint8_t> lengths);
  // REQUIRES: assigned. The code in the lowest bits.
  Code look(std::uint64_t bits) const noexcept { return table_[bits & (table_.size() - 1)]; }

 private:
  std::vector<Code> table_;
};

}  // namespace despin::index
