// lib/align/direction.h - which of two aligned texts reads as the one written first.
//
// At each swap the side whose words its own context expects is more likely to be the
// author's, and so is the side that the channel lists as meant.
// That holds of a spinner's swaps, which a dictionary lists; whoever writes a text anew often
// writes it better, and then nothing is told.
//
// Units    Nats; > 0 says that the original is the original. Swapping the sides, with the
//          pairs turned round, negates them.
// Threads  Stateless.
#pragma once

#include <span>

#include "lib/align/align.h"
#include "lib/channel/channel.h"
#include "lib/lm/ngram_model.h"

namespace despin::align {

struct DirectionEvidence {
  double context_nats = 0;  // how much better the original's words suit their context
  double channel_nats = 0;  // how much better the channel lists the suspect's for the original's
  double listed = 0;        // share of the swaps that it lists in either direction
};

DirectionEvidence direction_evidence(std::span<const align::Word> original,
                                     std::span<const align::Word> suspect,
                                     std::span<const align::WordPair> pairs,
                                     const lm::NgramModel& ngrams, const channel::Channel& channel,
                                     const DirectionRules& rules);

// Probability that the original was first, 0 to 1; one half where nothing was swapped. Exchanging
// the texts gives 1 less it.
double direction_probability(const DirectionEvidence& evidence, const DirectionRules& rules);

}  // namespace despin::align
