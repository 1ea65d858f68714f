// models/build/channel/learn.h
// Learns the written forms of a CHAN section from candidates and aligned pairs.
//
//   ChoiceModel model = meaning_model();
//   add_choices(pairs, candidates, lm, vocabulary, model);   // observed swaps in context
//   Eigen::VectorXd theta = model.fit(kPenalty);
//   ContextWeights context = context_weights(theta);
//   auto forms = weigh_forms(candidates, theta, lm, options);
//
// Method   A swap is a choice among the form's options, by candidate features and by the language
//          model's score of the whole original phrase with the option in place. Each observation is
//          left out of its own counts, so that the weights are right for new text.
#pragma once

#include <Eigen/Dense>
#include <span>
#include <vector>

#include "lib/channel/channel.h"
#include "lib/cloze/cloze_net.h"
#include "lib/lm/ngram_model.h"
#include "models/build/channel/candidates.h"
#include "models/build/channel/choice_model.h"
#include "models/build/encode/channel_encoder.h"
#include "models/build/pairs/pairs.h"

namespace despin::train {

struct LearnOptions {
  // Pseudo-swaps: of one-word forms spread by their rarity (rarity.h), of longer ones as authors
  // write.
  double swap_ratio_prior = 1500;
  double authors = 0.5;          // how far rarity is drawn toward the authors' own
  std::size_t max_entries = 12;  // of a one-word form
  std::size_t max_phrase_entries = 4;
  // Of a form whose first word has a ln P below: it makes up a third of all entries, and of
  // phrase pairs .001 are restored worse for want of the rest.
  std::size_t max_rare_entries = 16;
  float rare_ln_p = -13;
  double min_weight_nats = -8;  // entries below are dropped
};

// Of what a form meant: features of a candidate, which smooth how often each was meant, and as
// context ln P of its words alone and of the whole phrase with it.
ChoiceModel meaning_model();

// Adds one choice for every aligned block of every pair that can be explained.
void add_choices(std::span<const PhrasePair> pairs, const Candidates& candidates,
                 const lm::NgramModel& lm, const format::Vocabulary& vocabulary,
                 ChoiceModel& model);

// The weight of ln P(word) is not a candidate's own: it discounts every word's.
channel::ContextWeights context_weights(const Eigen::VectorXd& theta);

std::vector<channel::WrittenForm> weigh_forms(const Candidates& candidates,
                                              const Eigen::VectorXd& theta,
                                              const lm::NgramModel& lm,
                                              const LearnOptions& options);

// The `limit` forms worth most in a small model: those seen swapped, most often first,
// then the most likely ones of the thesauri. Keeps their order.
std::vector<channel::WrittenForm> most_useful(std::vector<channel::WrittenForm> forms,
                                              const Candidates& candidates,
                                              const lm::NgramModel& lm, std::size_t limit);

// Takes from each form's swap ratio what its entries gain on genuine text. Given the form,
// the likelihood ratio of a swap has the mean exp(swap_ratio_nats) if the author chose it: so
// what context and entries put on top should have mean 1 over `sentences`, and the ln of
// the mean they do have is taken off. Forms seen rarely move little (`prior_sightings`
// at 1), and one freak place counts `max_gain` at most: without that bound the mean of
// a heavy tail wiped out what was learned (cross-validated area under the curve .986
// with 8, .947 without).
struct NullOptions {
  double rate = 0.05;
  double max_gain = 8;
  double prior_sightings = 3;
  const cloze::ClozeNet* net = nullptr;
};
std::vector<channel::WrittenForm> correct_for_null(std::vector<channel::WrittenForm> forms,
                                                   channel::ContextWeights context,
                                                   const lm::NgramModel& lm,
                                                   std::span<const std::vector<WordId>> sentences,
                                                   const NullOptions& options);

}  // namespace despin::train
