// models/build/lm/backoff_model.h
// A back-off model in memory, to be estimated, pruned and written: a tree of n-grams with
// probabilities and backoffs.
//
//   auto model = train::estimate(counts, vocabulary_size, options);
//   train::prune(*model, 8000000);
//   auto bytes = lm::encode_ngrams(train::tables_of(*model), coding);
//
// Shapes   levels[k-1] holds order k. Nodes are sorted by their words in reading order; the
//          children of node i of one level, the n-grams one word longer, are [begin[i], begin[i+1])
//          of the next.
// Units    Probabilities, not logarithms.
// Memory   About 28 bytes per n-gram.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "despin/result.h"
#include "models/build/encode/ngram_encoder.h"
#include "models/build/lm/counts.h"

namespace despin::train {

struct BackoffLevel {
  std::vector<WordId> word;           // the last word
  std::vector<std::uint32_t> parent;  // without the last word, one level down
  std::vector<std::uint32_t> suffix;  // without the first word, one level down
  std::vector<std::uint32_t> raw;     // occurrences
  std::vector<float> prob;            // P(last word | the others)
  std::vector<float> backoff;         // 1 where there are no children
  std::vector<std::uint32_t> begin;   // into the next level; empty in the last

  std::size_t size() const { return word.size(); }
};

struct BackoffModel {
  std::vector<BackoffLevel> levels;
  std::uint64_t tokens = 0;

  // Words of node `i` of order `k`, in reading order.
  std::array<WordId, kMaxOrder> words(std::size_t k, std::uint32_t i) const;
  // The child of node `i` of order `k` with this last word, or kNoNode.
  std::uint32_t child(std::size_t k, std::uint32_t i, WordId word) const;
  bool has_children(std::size_t k, std::uint32_t i) const {
    const auto& begin = levels[k - 1].begin;
    return !begin.empty() && begin[i] < begin[i + 1];
  }
  std::uint64_t ngrams() const;  // of all orders
};

inline constexpr std::uint32_t kNoNode = ~std::uint32_t{0};

// Interpolated modified Kneser-Ney (Chen and Goodman 1998, sec. 3); what the
// cutoffs dropped goes to the backoff. Drains the counts.
// Errors: kNotWritten (scratch folder), kTooLarge (more than `max_ngrams` kept).
Result<BackoffModel> estimate(Counts& counts, std::uint64_t max_ngrams);

// Keeps the n-grams of orders above 1 whose loss would cost most, and those they
// stand on: weighted relative entropy (Stolcke 1998), with the history's
// probability from its occurrences, as chained Kneser-Ney lower orders misjudge
// it (Chelba et al. 2010). Returns the loss at which it stopped, in nats.
double prune(BackoffModel& model, std::uint64_t target_ngrams);

// As prune(), down to a loss of `threshold` nats a word.
void prune_below(BackoffModel& model, double threshold);

lm::NgramTables tables_of(const BackoffModel& model);

}  // namespace despin::train
