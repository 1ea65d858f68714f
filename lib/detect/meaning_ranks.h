// lib/detect/meaning_ranks.h
// What the swaps of a spun text said before: the decoder's meanings, ranked again.
//
//   close_decoder.decode_again(analysis.input_words, analysis.scratch, analysis.decoding);
//   detect::rank_meanings(ngrams, channel, net, analysis, model.rank);
//
// Why      The decoder looks at the first 12 or 32 of a form's entries and weighs them by the
//          words before them, its network reads the text as written. Once it is known which
//          words were swapped, both can read the text as restored, n-grams on either side of a
//          word, and all its entries be asked about.
// Threads  Stateless.
// Cost     The network reads the text once more; an entry costs it one question, and the
//          n-grams four. The first 256 of a form are asked about: more are signs of corruption.
// Method   Log-linear, fitted as a conditional logit (McFadden 1974) over the entries of each
//          listed swap of one word for one on the spun pages; figures in
//          models/cards/notes/2026-11-30-decode-meaning-ranks.md.
#pragma once

#include "lib/channel/channel.h"
#include "lib/cloze/cloze_net.h"
#include "lib/decode/parameters.h"
#include "lib/detect/analysis.h"
#include "lib/lm/ngram_model.h"

namespace despin::detect {

// Replaces the candidates of the decoding's spans of one word, and says what the best of each
// gains. Spans of several words stay as they are.
// REQUIRES: analysis.scratch.read is empty, or what this network has read into scratch.cloze.
void rank_meanings(const lm::NgramModel& ngrams, const channel::Channel& channel,
                   const cloze::ClozeNet& net, Analysis& analysis,
                   const decode::RankParameters& rank = {});

}  // namespace despin::detect
