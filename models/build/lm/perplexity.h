// models/build/lm/perplexity.h
// The perplexity of a language model on token streams.
//
//   auto p = train::perplexity_of(model, vocabulary, corpus_file);
//   std::exp(-p->log_prob / p->tokens)
//
// Units    Natural logarithms. Sentence ends count as tokens; unknown words are included and also
//          counted separately.
// Errors   kNotFound.
#pragma once

#include <cstdint>
#include <string>

#include "despin/result.h"
#include "lib/format/vocabulary.h"
#include "lib/lm/ngram_model.h"

namespace despin::train {

struct Perplexity {
  double log_prob = 0;
  std::uint64_t tokens = 0;
  double unknown_log_prob = 0;
  std::uint64_t unknown = 0;
};

Result<Perplexity> perplexity_of(const lm::NgramModel& model, const format::Vocabulary& vocabulary,
                                 const std::string& path);

}  // namespace despin::train
