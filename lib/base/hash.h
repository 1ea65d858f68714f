// lib/base/hash.h - 64-bit hashes. Model files depend on them: never change a constant.
//
//   std::uint64_t h = base::hash_bytes("party");
//   std::uint64_t k = base::extend_hash(base::start_hash(party), communist);
//
// Threads  Stateless.
// Cost     A word of up to 16 bytes takes two multiplications.
// Method   128-bit multiply and fold (Wang Yi, wyhash, 2019) for bytes; the finalizer of SplitMix64
//          (Steele et al. 2014, variant 13 of Stafford) for numbers. Not safe against an adversary
//          who chooses the words.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

#include "lib/base/bytes.h"
#include "lib/base/word_id.h"

namespace despin::base {

__extension__ typedef unsigned __int128 Uint128;

// High and low half of a * b, folded.
constexpr std::uint64_t multiply_fold(std::uint64_t a, std::uint64_t b) noexcept {
  const Uint128 product = static_cast<Uint128>(a) * b;
  return static_cast<std::uint64_t>(product >> 64) ^ static_cast<std::uint64_t>(product);
}

// floor(a * n / 2^64): maps a hash to [0, n) without a division.
constexpr std::uint64_t scale_to(std::uint64_t a, std::uint64_t n) noexcept {
  return static_cast<std::uint64_t>((static_cast<Uint128>(a) * n) >> 64);
}

// A bijection of 64 bits in which every input bit affects every output bit.
constexpr std::uint64_t mix64(std::uint64_t x) noexcept {
  x ^= x >> 30;
  x *= 0xBF58476D1CE4E5B9ULL;
  x ^= x >> 27;
  x *= 0x94D049BB133111EBULL;
  return x ^ (x >> 31);
}

inline std::uint64_t hash_bytes(std::string_view s) noexcept {
  constexpr std::uint64_t kA = 0xA0761D6478BD642FULL;
  constexpr std::uint64_t kB = 0xE7037ED1A0B428DBULL;
  const auto* at = reinterpret_cast<const std::byte*>(s.data());
  std::size_t n = s.size();
  std::uint64_t seed = kA ^ n;
  for (; n > 16; n -= 16, at += 16) {
    seed = multiply_fold(load_le<std::uint64_t>(at) ^ kA, load_le<std::uint64_t>(at + 8) ^ seed);
  }
  std::uint64_t a = 0;
  std::uint64_t b = 0;
  if (n >= 8) {
    a = load_le<std::uint64_t>(at);
    b = load_le<std::uint64_t>(at + n - 8);
  } else if (n >= 4) {
    a = load_le<std::uint32_t>(at);
    b = load_le<std::uint32_t>(at + n - 4);
  } else if (n > 0) {
    const auto byte = [at](std::size_t i) { return static_cast<std::uint64_t>(at[i]); };
    a = (byte(0) << 16) | (byte(n >> 1) << 8) | byte(n - 1);
  }
  return multiply_fold(kB ^ n, multiply_fold(a ^ kB, b ^ seed));
}

// Hash of a word sequence, extended by one earlier word at a time: the hash of "a b c" is
// extend(extend(start(c), b), a).
constexpr std::uint64_t start_hash(WordId word) noexcept {
  return (std::uint64_t{word} + 1) * 0x9E3779B97F4A7C15ULL;
}
constexpr std::uint64_t extend_hash(std::uint64_t hash, WordId older) noexcept {
  hash ^= hash >> 32;
  return (hash + older + 1) * 0xD6E8FEB86659FD93ULL;
}
// Hash of one or more words in reading order.
constexpr std::uint64_t hash_words(std::span<const WordId> words) noexcept {
  std::uint64_t hash = start_hash(words.back());
  for (std::size_t i = words.size() - 1; i-- > 0;) hash = extend_hash(hash, words[i]);
  return hash;
}

}  // namespace despin::base
