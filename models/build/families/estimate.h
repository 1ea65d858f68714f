// models/build/families/estimate.h
// Estimates the evidence of each written form for each family of spinners, from their swaps.
//
//   train::FormCounts counts = train::count_pairs(pairs_of_a_family, vocabulary);
//   train::count_spans(input_words, decoding, counts);      // and of its pages
//   auto forms = train::estimate_ratios(counts_of_all_families, {});
//
// Threads  Stateless. Same input in the same order, same bits out.
// Method   A family's share of a form is smoothed by `prior` pseudo-observations with the
//          distribution of all families together (Dirichlet). The ratio is to the mean of the
//          families' shares. All priors from 100 to 3,000 separate families equally well; swaps
//          decoded from other pages separate better than those listed by readers (README.md).
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "lib/channel/families.h"
#include "lib/decode/decoder.h"
#include "lib/format/vocabulary.h"
#include "models/build/encode/families_encoder.h"
#include "models/build/pairs/pairs.h"

namespace despin::train {

// Expected uses in place of something else, by channel::hash_form() of the written words.
using FormCounts = std::map<std::uint64_t, double>;

// Of pairs, aligned. Words that were kept, and forms with a word outside the vocabulary, are
// left out.
FormCounts count_pairs(std::span<const PhrasePair> pairs, const format::Vocabulary& vocabulary);

// Adds the spans of a decoded text, each by its posterior.
void count_spans(std::span<const decode::InputWord> input_words, const decode::Decoding& decoding,
                 FormCounts& counts);

struct RatioOptions {
  double prior = 1000;
};

// Forms by hash, with a ratio for each family; a family without counts has ratios of 0.
std::vector<channel::FamilyForm> estimate_ratios(std::span<const FormCounts> families,
                                                 const RatioOptions& options);

}  // namespace despin::train
