// lib/decode/parameters.h
// Fitted and tuned numbers of decoding, each with what chose it: sections DECO, RANK and REST.
//
//   auto decode = format::parameters_of<decode::DecodeParameters>(file);
//   const decode::Decoder decoder(ngrams, channel, decode->first, net);
//
// Initial values are those of models without the section and never change
// (lib/format/parameters.h). REST's are members of RestoreOptions (restorer.h), which say
// themselves what chose them.
#pragma once

#include <cstdint>

#include "lib/decode/lattice.h"
#include "lib/decode/restorer.h"
#include "lib/format/parameters.h"

namespace despin::decode {

// Section DECO: the options of both passes. Those of the first are set by hand, as cheap as the
// evidence allows, and the weights in SCOR are learned from what they give. The second pass was
// chosen among five settings of entries, nodes, nats and floor, cross-validated on the spun pages:
// models/cards/notes/2026-11-30-decode-rescoring.md. Rates are set by hand, from rarer than any
// spinner to denser than all; 11 nats an arc keep sums over a chunk inside a double.
struct DecodeParameters {
  LatticeOptions first;
  LatticeOptions rescoring = kRescoreOptions;

  static const format::ParameterTable<DecodeParameters>& table();
};

// Section RANK: weights by which meanings are ranked again, a conditional logit over the swaps of
// the spun pages (models/cards/notes/2026-11-30-decode-meaning-ranks.md).
struct RankParameters {
  double ngrams = 0.27;
  double unigram = -0.25;
  double net = 0.57;
  double channel = 0.6;
  double cosine = 4.8;
  double unknown_ln_p = -7.75;  // what the network is taken to say of a word it does not know
  // The rest is set by hand.
  double max_gain = 20;      // a word as written that suits its place worse or better says no more
  std::uint32_t before = 3;  // words of context that n-grams see on either side
  std::uint32_t after = 3;
  std::uint32_t max_candidates = 5;  // listed of a span
  float restored_posterior = 0.5F;   // swaps likelier than this are taken back

  static const format::ParameterTable<RankParameters>& table();
};

}  // namespace despin::decode
