// lib/text/sorted_words.h - short fixed lists of words with binary search.
//
//   constexpr auto kTitles = std::to_array<WordView>({"dr", "mr", "mrs"});
//   static_assert(ascending(kTitles));
//   if (has(kTitles, form)) ...
//
// Threads  Stateless.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace despin::text {

using WordView = std::string_view;

template <std::size_t n>
constexpr bool ascending(const std::array<WordView, n>& words) {
  for (std::size_t i = 1; i < n; ++i) {
    if (words[i - 1] >= words[i]) return false;
  }
  return true;
}

template <std::size_t n>
bool has(const std::array<WordView, n>& words, WordView word) {
  return std::binary_search(words.begin(), words.end(), word);
}

}  // namespace despin::text
