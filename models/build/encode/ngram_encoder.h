// models/build/encode/ngram_encoder.h
// Writes section NGRM from back-off n-grams.
//
//   lm::NgramTables tables = ...;              // natural logarithms
//   auto bytes = lm::encode_ngrams(tables, lm::NgramCoding{});
//
// REQUIRES Tables closed under prefix and suffix: with "a b c" also "a b" and
//          "b c". An n-gram that a longer one begins with has a backoff, all
//          others kNoExtension.
// Errors   kBadInput: tables of unequal length, or one n-gram listed twice.
// Memory   About 40 bytes per n-gram of the largest order.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "despin/result.h"
#include "lib/base/hash.h"
#include "lib/base/word_id.h"
#include "lib/lm/ngram_model.h"

namespace despin::lm {

// In the place of a backoff: nothing longer begins with this n-gram.
inline constexpr float kNoExtension = std::numeric_limits<float>::infinity();

struct NgramTable {
  std::vector<std::uint64_t> hashes;  // base::hash_words()
  std::vector<float> log_probs;
  std::vector<float> backoffs;
};

struct NgramTables {
  NgramTable unigrams;             // by word id; hashes are not used
  std::vector<NgramTable> levels;  // orders 2, 3, ...; at most kMaxOrder in all
};

// Widths of a cell's fields in bits; the highest order has no backoff.
struct NgramCoding {
  // For orders 2, 3, ... A pair of words that is not there is the commonest
  // question, and a false match lends it a probability: low orders need most.
  std::array<std::uint32_t, kMaxOrder - 1> fingerprint_bits{12, 10, 9, 8};
  std::uint32_t prob_bits = 7;
  std::uint32_t backoff_bits = 6;
};

Result<std::vector<std::byte>> encode_ngrams(const NgramTables& tables, const NgramCoding& coding);

// The `count` numbers that represent `values` with the least squared error
// (Lloyd 1982, from equal masses on), ascending.
std::vector<float> make_codebook(std::vector<float> values, std::size_t count);

}  // namespace despin::lm
