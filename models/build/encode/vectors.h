// models/build/encode/vectors.h
// Similarity in use of words and phrases: cosines of word vectors.
//
//   auto vectors = vectors::Vectors::view(section_bytes);
//   if (!vectors) return vectors.error();
//   if (vectors->has(party) && vectors->has(bash)) use(vectors->cosine(party, bash));
//
// The vector of a phrase is the sum of its words' unit vectors; words without a vector add nothing.
// A phrase without any vector has cosine 0 to all others.
//
// Units    Cosines, in [-1, 1].
// Threads  Immutable.
// Memory   Views mapped bytes; in bounds on any bytes. Nothing is allocated.
// Cost     O(dimensions) per word. In 100 dimensions about 0.1 us for two words, 0.8 us for two
//          phrases of two; 0.1 us more if the rows are not in the cache.
// Order    Sums are of integers, so all orders and CPUs give the same bits.
// Method   Each row is quantized to 15 steps of its largest value, and its length is dropped. In
//          100 dimensions the mean cosine to the exact direction is 0.993, and thesaurus candidates
//          are ranked about as well as by exact vectors (mean reciprocal rank 0.199 vs. 0.202,
//          within-word AUC 0.780 vs. 0.781), in half the bytes of one byte per value; 64 principal
//          components in at least as many bytes reach 0.187 and 0.770.
// Layout   models/FORMAT.md, section EMBD. Written by models/build/vectors.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "despin/result.h"
#include "lib/base/word_id.h"

namespace despin::vectors {

inline constexpr std::uint32_t kMaxDimensions = 256;
inline constexpr std::size_t kMaxPhraseWords = 1024;

class Vectors {
 public:
  Vectors() = default;
  // Errors: kBadModel.
  static Result<Vectors> view(std::span<const std::byte> section);

  bool has(WordId word) const noexcept { return row_of(word) != nullptr; }
  float cosine(WordId a, WordId b) const noexcept;
  // Words beyond the first kMaxPhraseWords of a phrase are left out.
  float cosine(std::span<const WordId> a, std::span<const WordId> b) const noexcept;

  std::uint32_t dimensions() const noexcept { return dimensions_; }
  std::uint32_t size() const noexcept { return row_count_; }  // words that have a vector

 private:
  const std::byte* row_of(WordId word) const noexcept;  // nullptr: none
  void add_units(std::span<const WordId> words, std::span<std::int32_t> sum) const noexcept;

  std::uint32_t row_count_ = 0;
  std::uint32_t dimensions_ = 0;
  std::uint32_t block_count_ = 0;       // of 64 word ids each
  const std::byte* present_ = nullptr;  // u64 a block: bit i set if word 64 block + i has a row
  const std::byte* ranks_ = nullptr;    // u32 a block: rows of all blocks before it
  const std::byte* rows_ = nullptr;     // dimensions / 2 bytes each, in order of word id
};

// Input of encode_vectors().
struct WordVector {
  WordId word = kUnknownWord;
  std::vector<float> values;
};

// Lengths are dropped; a vector without direction (all zero, or not finite) gets no row.
// REQUIRES: words ascending and distinct; each of `dimensions` values, an even number
// from 2 to kMaxDimensions.
std::vector<std::byte> encode_vectors(std::span<const WordVector> vectors,
                                      std::uint32_t dimensions);

}  // namespace despin::vectors
