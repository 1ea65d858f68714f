// lib/decode/restorer.h
// The likeliest meanings of a phrase that is known to be spun.
//
//   auto best = decode::restore(words, lm, channel, 5);   // best first
//
// Unlike decode(), which asks whether a text was spun, this takes it as given: a
// form's weight for standing for itself is learned from spun phrases, the phrase
// as written is no answer, and whole readings are ranked, not spans.
//
// Cost     O(words * beam * meanings) look-ups: some 10 ms a word.
// Method   Beam search over channel entries and the language model (Koehn 2010,
//          ch. 6), hypotheses kept apart by their whole wording. A phrase that stands
//          alone is a whole, a term more often than not, so the language model reads it
//          from where a sentence begins to where it ends, as it has read titles. Known
//          terms are readings too (gazetteer.h), and so is "backpropagation" where "back
//          propagation" is one: what spinners swapped by its parts may have been one word.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "lib/base/budget.h"
#include "lib/base/word_id.h"
#include "lib/channel/channel.h"
#include "lib/decode/gazetteer.h"
#include "lib/decode/meanings.h"
#include "lib/format/parameters.h"
#include "lib/lm/ngram_model.h"

namespace despin::decode {

struct RestoredPhrase {
  std::vector<WordId> words;
  double score_nats = 0;
};

// Numbers are initial values of section REST (parameters.h); pointers and widths are the caller's.
struct RestoreOptions {
  std::size_t beam = 400;         // hypotheses kept at each word
  MeaningOptions meanings;        // two words of a reading are one only if its vocabulary is given
  double unlisted_keep_nats = 0;  // a word without entries stands for itself
  // Terms that the phrase may be a broken form of; null: none.
  const channel::KnownPhrases* known_phrases = nullptr;
  GazetteerOptions gazetteer;
  // Fewest words of a phrase of which one may have been added.
  std::uint32_t least_to_add_to = 3;
  // What the language model weighs beside what words may mean, and what the end of the phrase
  // does: lm_scale * (ln P(word | ...) - discount * ln P(word)) + end_scale * ln P(</s> | ...).
  // A conditional logit over the readings of pairs that the channel has not learned from.
  channel::ContextWeights context{.lm_scale = 0.78F, .discount = 0.49F};
  float end_scale = 0.46F;

  static const format::ParameterTable<RestoreOptions>& table();
};

// Best first, distinct, ties by wording; of no use where the budget ends. REQUIRES: options.beam >
// 0.
std::vector<RestoredPhrase> restore(std::span<const WordId> written, const lm::NgramModel& lm,
                                    const channel::Channel& channel, std::size_t limit,
                                    const RestoreOptions& options = {},
                                    base::Budget* budget = nullptr);

}  // namespace despin::decode
