// lib/align/direction.h - which of two aligned texts reads as the one written first.
//
// At each swap the side whose words its own context expects is more likely to be the
// author's, and so is the side that the channel lists as meant.
// Units    Nats; > 0 says that the original is the original. Swapping the sides, with the
//          pairs turned round, negates it.
// Threads  Stateless.
#pragma once

#include <span>

#include "lib/align/align.h"
#include "lib/channel/channel.h"
#include "lib/lm/ngram_model.h"

namespace despin::align {

double direction_nats(std::span<const align::Word> original, std::span<const align::Word> suspect,
                      std::span<const align::WordPair> pairs, const lm::NgramModel& ngrams,
                      const channel::Channel& channel, const DirectionRules& rules);

}  // namespace despin::align
