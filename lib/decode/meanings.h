// lib/decode/meanings.h
// All that a form may have stood for: what the channel lists, and what is near that.
//
//   for (const Meaning& m : meanings(form, lm, channel, {.vocabulary = &vocabulary})) ...
//
// Thesauri list less than spinners know. Of 894 words of phrase pairs whose meaning is
// not among what they list, 511 list a word that lists it, and 147 list one of its stem.
// Both ways give too many for running text, where any word would find a more likely
// neighbor; where a phrase is known to be spun they are worth their weight.
//
// Units    Nats: ln of the share of each among what the form means, when it was swapped;
//          near ones on top of a whole, so sums exceed 1.
// Order    Listed ones first, in the channel's order; then near ones, likeliest first,
//          ties by wording.
// Cost     O(entries squared).
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "lib/base/word_id.h"
#include "lib/channel/channel.h"
#include "lib/format/vocabulary.h"
#include "lib/lm/ngram_model.h"

namespace despin::decode {

struct Meaning {
  channel::Meant meant;
  double own_nats = 0;
};

struct MeaningOptions {
  std::size_t max_listed = 64;  // of a form, and of each word that it lists
  // Near ones beside them; 0: none. `vocabulary` gives the inflected ones, if not null.
  std::size_t max_near = 1000;
  const format::Vocabulary* vocabulary = nullptr;
  // ln of what a way to a meaning is worth beside a listed one: a conditional logit over the
  // readings of 1,951 pairs, by a channel learned from others.
  double by_another_nats = -1.4;
  double inflected_nats = -5.5;
  // Share of a word's own frequency by which near ones are ranked before any context.
  double frequency_share = 0.3;
};

// Empty if the channel does not know the form.
std::vector<Meaning> meanings(std::span<const WordId> form, const lm::NgramModel& lm,
                              const channel::Channel& channel, const MeaningOptions& options);

}  // namespace despin::decode
