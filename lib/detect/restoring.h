// lib/detect/restoring.h
// What the swaps of a spun text said before: the decoder's meanings, ranked anew.
//
//   detect::Restorer restorer(ngrams, channel, net);
//   restorer.rank(analysis);            // replaces the candidates of analysis.decoding
//
// Why      The decoder weighs a meaning by what is before it, and the network by the text
//          as written. Once it is known which words were swapped, both can read the text as
//          restored, on either side, and every meaning of a form can be asked about.
// Threads  Immutable; rank() changes its argument alone.
// Cost     The network reads the text once more; a look-up of four n-grams a meaning.
// Method   Log-linear, fitted as a conditional logit (McFadden 1974) on the listed swaps of
//          spun pages: README.md.
#pragma once

#include <vector>

#include "lib/channel/channel.h"
#include "lib/detect/analysis.h"
#include "lib/embed/cloze_net.h"
#include "lib/lm/ngram_model.h"

namespace despin::detect {

class Restorer {
 public:
  // The arguments must outlive it.
  Restorer(const lm::NgramModel& ngrams, const channel::Channel& channel,
           const embed::ClozeNet& net)
      : ngrams_(&ngrams), channel_(&channel), net_(&net) {}

  void rank(Analysis& analysis) const;

 private:
  const lm::NgramModel* ngrams_;
  const channel::Channel* channel_;
  const embed::ClozeNet* net_;
};

}  // namespace despin::detect
