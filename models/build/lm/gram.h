// models/build/lm/gram.h - one n-gram with its counts, as the sorters carry it.
#pragma once

#include <array>
#include <cstdint>

#include "lib/base/word_id.h"
#include "lib/lm/ngram_model.h"

namespace despin::train {

inline constexpr std::size_t kMaxOrder = lm::kMaxOrder;

// Words are in reading order or newest first, as the user of the record says;
// places beyond the order are 0. Sorting is by words alone.
struct Gram {
  std::array<WordId, kMaxOrder> words{};
  std::uint32_t raw = 0;       // occurrences
  std::uint32_t adjusted = 0;  // distinct words to the left, or occurrences

  friend bool operator<(const Gram& a, const Gram& b) { return a.words < b.words; }
  bool same_words(const Gram& other) const { return words == other.words; }
};

// Counts saturate instead of wrapping.
inline std::uint32_t add_counts(std::uint32_t a, std::uint32_t b) {
  const std::uint32_t sum = a + b;
  return sum < a ? UINT32_MAX : sum;
}

}  // namespace despin::train
