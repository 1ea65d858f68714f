// lib/language/ngrams.h
// The features of a word: its n-grams of characters, hashed. Learning and telling share them.
//
//   language::for_each_ngram("où", {.longest = 4, .characters = 24, .bucket_bits = 15},
//                            [&](std::uint32_t bucket) { ++counts[bucket]; });
//
// A word has a boundary at either end, and at each apostrophe is two words. Its n-grams are those
// of 2 to `longest` characters, boundaries counted; single characters beyond ASCII, by which
// scripts differ that put no spaces between words; and the whole word, if that is longer.
// Frozen   A model's buckets are those of this function.
// Cost     O(characters of the word), at most `characters`.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "lib/text/utf8.h"

namespace despin::language {

inline constexpr std::uint32_t kMostCharacters = 62;  // of a word

struct NgramShape {
  std::uint32_t longest = 4;
  std::uint32_t characters = 24;  // at most kMostCharacters
  std::uint32_t bucket_bits = 15;
};

namespace ngrams_detail {

inline constexpr std::uint64_t kFactor = 0x9E3779B97F4A7C15ULL;
inline constexpr std::uint64_t kWordSeed = 0xD6E8FEB86659FD93ULL;
inline constexpr char32_t kBoundary = U' ';

constexpr std::uint64_t extend(std::uint64_t hash, char32_t c) noexcept {
  return (hash ^ (hash >> 29) ^ c) * kFactor;
}

template <class Add>
void of_characters(const char32_t* c, std::size_t size, const NgramShape& shape, const Add& add) {
  const std::uint32_t shift = 64 - shape.bucket_bits;
  const auto bucket = [shift](std::uint64_t hash) {
    return static_cast<std::uint32_t>(((hash ^ (hash >> 32)) * kFactor) >> shift);
  };
  for (std::size_t i = 0; i < size; ++i) {
    std::uint64_t hash = extend(0, c[i]);
    if (c[i] >= 0x80) add(bucket(hash));
    const std::size_t end = i + shape.longest < size ? i + shape.longest : size;
    for (std::size_t j = i + 1; j < end; ++j) {
      hash = extend(hash, c[j]);
      add(bucket(hash));
    }
  }
  if (size <= shape.longest) return;
  std::uint64_t hash = kWordSeed;
  for (std::size_t i = 1; i + 1 < size; ++i) hash = extend(hash, c[i]);
  add(bucket(hash));
}

}  // namespace ngrams_detail

// Calls add(bucket), below 2^bucket_bits, for each n-gram of a word of well-formed UTF-8 in small
// letters; bytes that are not read as other characters.
template <class Add>
void for_each_ngram(std::string_view word, const NgramShape& shape, const Add& add) {
  using namespace ngrams_detail;
  std::array<char32_t, kMostCharacters + 2> c;
  std::size_t size = 0;
  const auto flush = [&] {
    if (size < 2) return;
    c[size++] = kBoundary;
    of_characters(c.data(), size, shape, add);
    size = 0;
  };
  std::uint32_t seen = 0;
  for (std::size_t i = 0; i < word.size() && seen < shape.characters; ++seen) {
    const char32_t next = text::next_checked_character(word, i);
    if (next == U'\'' || next == U'\u2019') {
      flush();
      continue;
    }
    if (size == 0) c[size++] = kBoundary;
    c[size++] = next;
  }
  flush();
}

}  // namespace despin::language
