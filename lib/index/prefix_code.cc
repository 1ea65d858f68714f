#include "lib/index/prefix_code.h"

#include <algorithm>
#include <cassert>
#include <queue>
#include <utility>

namespace despin::index {
namespace {

// Plain Huffman; ties are broken by symbol, then by order of merging.
CodeLengths huffman(std::span<const std::uint64_t> counts) {
  CodeLengths lengths(counts.size(), 0);
  using HuffmanNode = std::pair<std::uint64_t, std::size_t>;  // count, number
  std::priority_queue<HuffmanNode, std::vector<HuffmanNode>, std::greater<>> queue;
  std::vector<std::size_t> parent(counts.size());
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] > 0) queue.emplace(counts[i], i);
  }
  if (queue.size() == 1) lengths[queue.top().second] = 1;
  if (queue.size() < 2) return lengths;
  while (queue.size() > 1) {
    const auto [first_count, first] = queue.top();
    queue.pop();
    const auto [second_count, second] = queue.top();
    queue.pop();
    const std::size_t joined = parent.size();
    parent[first] = joined;
    parent[second] = joined;
    parent.push_back(0);
    queue.emplace(first_count + second_count, joined);
  }
  const std::size_t root = parent.size() - 1;
  std::vector<std::uint8_t> depth(parent.size(), 0);
  for (std::size_t i = root; i-- > 0;) {
    if (i >= counts.size() || counts[i] > 0) {
      depth[i] = static_cast<std::uint8_t>(std::min(depth[parent[i]] + 1, 255));
    }
  }
  std::copy_n(depth.begin(), counts.size(), lengths.begin());
  return lengths;
}

}  // namespace

CodeLengths code_lengths(std::span<const std::uint64_t> counts) {
  assert(counts.size() <= kMaxSymbols);
  std::vector<std::uint64_t> flattened(counts.begin(), counts.end());
  // Halving ends at equal counts, and 256 equal counts take 8 bits.
  for (;;) {
    CodeLengths lengths = huffman(flattened);
    const bool fits = std::all_of(lengths.begin(), lengths.end(),
                                  [](std::uint8_t n) { return n <= kMaxCodeBits; });
    if (fits) return lengths;
    for (std::uint64_t& count : flattened) count = count / 2 + count % 2;
  }
}

std::vector<std::uint16_t> prefix_codes(std::span<const std::uint8_t> lengths) {
  std::vector<std::uint16_t> codes(lengths.size());
  unsigned next = 0;
  for (unsigned length = 1; length <= kMaxCodeBits; ++length) {
    next <<= 1;
    for (std::size_t symbol = 0; symbol < lengths.size(); ++symbol) {
      if (lengths[symbol] != length) continue;
      unsigned reversed = 0;
      for (unsigned bit = 0; bit < length; ++bit) {
        reversed |= ((next >> bit) & 1) << (length - 1 - bit);
      }
      codes[symbol] = static_cast<std::uint16_t>(reversed);
      ++next;
    }
  }
  return codes;
}

bool PrefixDecoder::assign(std::span<const std::uint8_t> lengths) {
  if (lengths.size() > kMaxSymbols) return false;
  std::uint64_t code_space = 0;
  for (const std::uint8_t length : lengths) {
    if (length > kMaxCodeBits) return false;
    if (length > 0) code_space += std::uint64_t{1} << (kMaxCodeBits - length);
  }
  constexpr std::size_t kEntries = std::size_t{1} << kMaxCodeBits;
  if (code_space > kEntries) return false;
  table_.assign(kEntries, Code{});
  const std::vector<std::uint16_t> codes = prefix_codes(lengths);
  for (std::size_t symbol = 0; symbol < lengths.size(); ++symbol) {
    if (lengths[symbol] == 0) continue;
    for (std::size_t at = codes[symbol]; at < kEntries; at += std::size_t{1} << lengths[symbol]) {
      table_[at] = {static_cast<std::uint8_t>(symbol), lengths[symbol]};
    }
  }
  return true;
}

}  // namespace despin::index
