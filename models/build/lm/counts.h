// models/build/lm/counts.h
// Counts n-grams and computes the adjusted counts of Kneser-Ney smoothing.
//
//   auto counts = train::count_ngrams(corpus, vocabulary, options);
//   counts->levels[1]                          // sorter of the bigrams, to drain
//
// Each level's sorter holds the kept n-grams in reading order. The counts that cutoffs drop from a
// context are summed in one more record, with kDroppedWord as its last word.
// Memory   The given bytes in total.
// Method   Chen and Goodman 1998, sec. 3; one pass over the n-grams of the highest order, sorted
//          newest word first (Heafield et al. 2013, sec. 3).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "despin/result.h"
#include "lib/format/vocabulary.h"
#include "models/build/lm/corpus.h"
#include "models/build/lm/sorter.h"

namespace despin::train {

inline constexpr WordId kDroppedWord = ~WordId{0};

struct CountOptions {
  int order = 4;
  // Occurrences up to which an n-gram is dropped, by order - 1; the first is
  // always 0. Must not fall, so that what is kept stays closed.
  std::array<std::uint32_t, kMaxOrder> cutoffs{};
  std::size_t memory_bytes = std::size_t{2} << 30;
  std::string scratch_folder = "/tmp";
};

// How much is taken off an adjusted count of 1, 2, and 3 or more; [0] is 0.
using Discounts = std::array<double, 4>;

struct Counts {
  std::vector<Sorter> levels;        // by order - 1; the first is empty
  std::vector<Gram> unigrams;        // by word id
  std::vector<Discounts> discounts;  // by order - 1
  std::uint64_t tokens = 0;          // with sentence ends
};

// Errors: as Corpus::read(), and kNotWritten for the scratch folder.
Result<Counts> count_ngrams(const Corpus& corpus, const format::Vocabulary& vocabulary,
                            const CountOptions& options);

// Modified Kneser-Ney discounts from the number of n-grams with adjusted count
// 1 to 4 (Chen and Goodman 1998, eq. 17); .5, 1 and 1.5 where those numbers do
// not allow any.
Discounts discounts_from(const std::array<std::uint64_t, 5>& count_of_counts);

}  // namespace despin::train
