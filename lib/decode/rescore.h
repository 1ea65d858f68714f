// lib/decode/rescore.h
// The second, closer pass over a text already called spun: which words were swapped, and what
// they said before.
//
//   decode::Rescored rescored;                       // reusable
//   decode::rescore(words, {ngrams, channel, net}, reading.swaps(), reading.network.last, scratch,
//                   rescored);
//
// Why      The first pass looks at the first 12 of a form's entries. Here the lattice has 32 at a
//          place, once without and, where a block's evidence calls for it, once with the network:
//          a block may call for it in the wider lattice alone. Then candidates are ranked again.
//          The decoder weighs them by the words before them, and its network reads the text as
//          written; once it is known which words were swapped, both can read the text as restored,
//          n-grams on either side of a word, and all its entries be asked about.
// Threads  Stateless; a scratch serves one call at a time.
// Memory   As decode::Decoder; the words are copied.
// Bound    Of a text of more than kMaxRescoredBlocks blocks those are read again in which the first
//          pass holds most words for swapped; the others stay as that pass left them. One text of
//          shuffled odd words would else cost fifty times an ordinary one and more.
// Cost     Two lattices; the network reads the text once more, twice where `known` does not help.
//          An entry costs it one question, and the n-grams four. The first 256 of a form are
//          asked about: more are signs of corruption.
// Method   Two-pass decoding; log-linear reranking, fitted as a conditional logit (McFadden 1974)
//          over the entries of each listed swap of one word for one on the spun pages; README.md
//          has the figures.
#pragma once

#include <cstdint>
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

// 8,192 words, more than nearly all pages have. Shuffled odd words cost 50 times ordinary text of
// the same 112 kB, and 38 times at 1 MB, with all blocks read again; with four 21 and 13 times
// (tests/conformance/hostile/attack_ratio.py).
inline constexpr std::size_t kMaxRescoredBlocks = 4;

struct Rescored {
  Decoding decoding;        // candidates of spans of one word: ranked again
  std::uint32_t words = 0;  // of the blocks that were read again
  // [spans] of the best candidate over the word as written; 0: not ranked again.
  std::vector<float> rerank_gain_nats;
};

struct RescoreScratch {
  std::vector<InputWord> restored;
  std::vector<WordId> cloze_input;
  cloze::Cloze cloze;               // of a block of the restored text
  std::vector<std::uint8_t> again;  // [blocks] whether it is read again
};

// Replaces what `out` held. `first` is the first pass of the same words and channel, which only a
// text of more than kMaxRescoredBlocks needs. `known` is what model.net made of one of the blocks,
// if any: it saves time and changes nothing. Where the budget ends, `out` is of no use.
void rescore(std::span<const InputWord> words, const RescoreModel& model, const Decoding& first,
             const BlockCloze& known, DecodeScratch& decoding, RescoreScratch& scratch,
             Rescored& out, base::Budget* budget = nullptr);

}  // namespace despin::decode
