// lib/index/prefix_code.h
// Short codes for frequent symbols, none the beginning of another.
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
// Memory   8 KiB a decoder.
// Method   Huffman 1952, cut to 12 bits by flattening the counts until they fit;
//          canonical codes, written lowest bit first.
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
    std::uint8_t length = 0;  // 0: no code begins so
  };

  // False if no code can have such lengths.
  bool assign(std::span<const std::uint8_t> lengths);
  // REQUIRES: assigned. The code that the lowest bits spell.
  Code look(std::uint64_t bits) const noexcept { return table_[bits & (table_.size() - 1)]; }

 private:
  std::vector<Code> table_;
};

}  // namespace despin::index
