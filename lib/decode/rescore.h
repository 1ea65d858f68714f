// lib/decode/rescore.h
// The second, closer pass over a text already called spun: which words were swapped, and what
// they said before.
//
//   decode::Rescored rescored;                       // reusable
//   decode::rescore(words, {ngrams, channel, net}, reading.network.last, scratch, rescored);
//
// Why      The first pass looks at the first 12 of a form's entries. Here the lattice has 32 at a
//          place, once without and, where a block's evidence calls for it, once with the network:
//          a block may call for it in the wider lattice alone. Then candidates are ranked again.
//          The decoder weighs them by the words before them, and its network reads the text as
//          written; once it is known which words were swapped, both can read the text as restored,
//          n-grams on either side of a word, and all its entries be asked about.
// Threads  Stateless; a scratch serves one call at a time.
// Memory   As decode::Decoder; the words are copied.
// Cost     Two lattices; the network reads the text once more, twice where `known` does not help.
//          An entry costs it one question, and the n-grams four. The first 256 of a form are
//          asked about: more are signs of corruption.
// Method   Two-pass decoding; log-linear reranking, fitted as a conditional logit (McFadden 1974)
//          over the entries of each listed swap of one word for one on the spun pages; README.md
//          has the figures.
#pragma once

#include <span>
#include <vector>

#include "lib/decode/decoder.h"
#include "lib/decode/parameters.h"

namespace despin::decode {

// What rescoring needs of a model; all outlive the call.
struct RescoreModel {
  const lm::NgramModel& ngrams;
  const channel::Channel& channel;
  const cloze::ClozeNet* net = nullptr;  // without one no candidates are ranked again
  LatticeOptions options = kRescoreOptions;
  RankParameters rank = {};
};

struct Rescored {
  Decoding decoding;  // candidates of spans of one word: ranked again
  // [spans] of the best candidate over the word as written; 0: not ranked again.
  std::vector<float> rerank_gain_nats;
};

struct RescoreScratch {
  std::vector<InputWord> restored;
  std::vector<WordId> cloze_input;
  cloze::Cloze cloze;  // of a block of the restored text
  std::vector<Candidate> candidates;
};

// Replaces what `out` held. `known` is what model.net made of one of the blocks, if any: it
// saves time and changes nothing. Where the budget ends, `out` is of no use.
void rescore(std::span<const InputWord> words, const RescoreModel& model, const BlockCloze& known,
             DecodeScratch& decoding, RescoreScratch& scratch, Rescored& out,
             base::Budget* budget = nullptr);

}  // namespace despin::decode
