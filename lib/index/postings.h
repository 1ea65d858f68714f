// lib/index/postings.h - the documents that hold a term, as a list whose length in bits follows
// from their number. Lists are stored one after the other; a list's offset is computed, not stored.
//
//   append_postings(bits, documents, 1000);
//   ...
//   for_each_posting(section, bit, PostingShape(count, 1000), [](std::uint32_t d) { .. });
//
// Cost     About 2 ns per document (tests/bench/index_bench.cc).
// Errors   In bounds on any bytes; a document number beyond the segment's ends the list.
// Method   Elias and Fano, as in elias_fano.h, but for sequential reading only.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <span>

#include "lib/index/bits.h"
#include "lib/index/elias_fano.h"

namespace despin::index {

struct PostingShape {
  std::uint64_t count;
  std::uint64_t documents;  // of the segment
  unsigned low_bits;

  // REQUIRES: 0 < count <= documents.
  PostingShape(std::uint64_t list_count, std::uint64_t all)
      : count(list_count), documents(all), low_bits(low_bits_of(list_count, all)) {}
  std::uint64_t low_part() const { return count * low_bits; }
  std::uint64_t high_part() const { return count + ((documents - 1) >> low_bits); }
  std::uint64_t bits() const { return low_part() + high_part(); }
};

// REQUIRES: at least one number; ascending; all below `documents`.
inline void append_postings(BitWriter& out, std::span<const std::uint32_t> list,
                            std::uint64_t documents) {
  const PostingShape shape(list.size(), documents);
  for (const std::uint32_t document : list) {
    out.put(document & low_mask(shape.low_bits), shape.low_bits);
  }
  const auto zeros = [&out](std::uint64_t n) {
    for (; n > 32; n -= 32) out.put(0, 32);
    out.put(0, static_cast<unsigned>(n));
  };
  std::uint64_t high = 0;
  for (const std::uint32_t document : list) {
    zeros((document >> shape.low_bits) - high);
    out.put(1, 1);
    high = document >> shape.low_bits;
  }
  zeros(((documents - 1) >> shape.low_bits) - high);
}

// Calls f(document) for each, ascending. Returns false, after fewer calls, if the list does not fit
// the section.
template <class F>
bool for_each_posting(Bytes section, std::uint64_t bit, const PostingShape& shape, F&& f) {
  if (!base::in_range(bit, shape.bits(), section.size() * 8)) return false;
  constexpr unsigned kStep = 56;
  const std::uint64_t mask = low_mask(shape.low_bits);
  std::uint64_t low_bit = bit;
  std::uint64_t high_bit = bit + shape.low_part();
  const std::uint64_t end = bit + shape.bits();
  std::uint64_t high = 0;  // zeros before the window
  std::uint64_t left = shape.count;
  for (; left > 0 && high_bit < end; high_bit += kStep) {
    std::uint64_t window = load_bits(section, high_bit) & low_mask(kStep);
    std::uint64_t ones = 0;
    for (; window != 0 && left > 0; window &= window - 1, --left, ++ones) {
      const auto place = static_cast<unsigned>(std::countr_zero(window));
      const std::uint64_t low = load_bits(section, low_bit) & mask;
      low_bit += shape.low_bits;
      const std::uint64_t document = ((high + place - ones) << shape.low_bits) | low;
      if (document >= shape.documents) return false;
      f(static_cast<std::uint32_t>(document));
    }
    high += kStep - ones;
  }
  return left == 0;
}

}  // namespace despin::index
