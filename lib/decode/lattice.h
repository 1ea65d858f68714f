// lib/decode/lattice.h
// Every reading of a stretch of text worth keeping: a graph whose paths say, word
// by word, "kept" or "this entry was meant here".
//
// Shapes   A node is (position, language model state); an arc joins a node at
//          position p to one at p + length and reads length written words as one
//          entry's meant words, or one word as itself (entry == kKept).
// Units    Arc::weight is a likelihood ratio against the path that keeps every
//          word, so that path's arcs weigh 1 and sums over paths are the evidence
//          itself. Swap rates are multiplied in later (decoder.h): a lattice
//          serves every rate.
// Order    Arcs are stored by source position, so one pass forwards or backwards
//          over them is the forward or backward recursion.
// Cost     Look-ups in the language model. Live nodes share most of their contexts and
//          so most look-ups; an entry that could not survive pruning even if its
//          words were certain costs none.
// Method   Beam-pruned lattice (Jelinek 1997, ch. 5; Ortmanns, Ney and Aubert
//          1997). Nothing is pruned when Options says so: tests/reference relies
//          on it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "lib/base/budget.h"
#include "lib/base/word_id.h"
#include "lib/channel/channel.h"
#include "lib/cloze/cloze_net.h"
#include "lib/lm/ngram_model.h"

namespace despin::decode {

// One word of the text as the lattice sees it.
struct InputWord {
  WordId word = kUnknownWord;
  bool begins_sentence = false;
  bool fixed = false;  // code, names of files: no spinner writes these
};

// An arc's ratio is bounded, so that one freak n-gram cannot decide a text and
// sums over kMaxChunk words stay inside a double: no model may raise it.
inline constexpr double kMaxArcNats = 11;
inline constexpr std::uint32_t kMaxChunk = 48;

// Rates of swaps tried, rising; 0 is always among them, with no evidence at all.
using Rates = std::array<double, 7>;
inline constexpr Rates kRates{0.01, 0.02, 0.04, 0.08, 0.15, 0.25, 0.4};

// Initial values of section DECO: parameters.h says what chose them.
struct LatticeOptions {
  double prior_rate = 0.05;     // swap rate while pruning
  double prune_nats = 7;        // a node this far below its position's best is a dead end
  std::uint32_t max_nodes = 5;  // expanded at one position
  std::uint32_t max_entries = 12;
  double span_floor = 0.02;  // spans less likely are not listed
  double max_arc_nats = kMaxArcNats;
  std::uint32_t max_candidates = 5;  // meanings listed of a span
  Rates rates = kRates;
};

// Of the second pass (rescore.h): what an author would not have swapped is worth listing.
inline constexpr LatticeOptions kRescoreOptions{
    .prune_nats = 7, .max_nodes = 5, .max_entries = 32, .span_floor = 0.005};

// What a network that has read the text around the words says of others in their
// places; without one the n-grams judge alone.
struct ClozeContext {
  const cloze::ClozeNet* net = nullptr;
  const cloze::Cloze* cloze = nullptr;
  std::size_t first = 0;  // place of the first word
};

inline constexpr std::uint32_t kKept = std::numeric_limits<std::uint32_t>::max();

struct Node {
  lm::State state;
  std::uint32_t position = 0;
};

struct Arc {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  std::uint32_t entry = kKept;
  float weight = 1;
};

struct Lattice {
  std::uint32_t size = 0;   // words covered
  std::vector<Node> nodes;  // [0] is the start
  std::vector<Arc> arcs;
  std::vector<std::uint32_t> final_nodes;
  std::vector<float> kept_ln_p;          // [size] ln P(word | words before), as written
  std::vector<std::uint8_t> swappable;   // [size] starts a written form
  std::vector<float> cloze_association;  // [size] ln P(word | around) - ln P(word); 0: not asked
  lm::State kept_end;                    // state after the last word as written

  void clear();
};

// A node being expanded.
struct LiveNode {
  std::uint32_t node = 0;
  lm::State state;
  double alpha = 0;
  double min_nats = 0;     // an entry that gains less is a dead end
  std::uint32_t like = 0;  // the earlier live node that shares the longest context
  int shared = 0;          // words of it; 0: none
};

// An entry that may be worth an arc.
struct Prospect {
  std::uint32_t entry = 0;
  std::uint32_t position = 0;  // where its arcs end
  channel::Meant meant;
  std::array<float, channel::kMaxMeantWords> unigram{};  // ln P of its words
  double own_nats = 0;                                   // before any context
  double rest_nats = 0;  // of its words after the first, were they certain
};

// Buffers of build_lattice(), reused from call to call.
struct LatticeScratch {
  std::vector<double> alpha;
  std::vector<std::uint32_t> at[channel::kMaxWrittenWords + 1];  // nodes by position, a ring
  std::vector<double> kept_score;                                // cumulative, [size + 1]
  std::vector<LiveNode> live;                                    // best first
  std::vector<Prospect> prospects;
  std::vector<lm::Match> match_buffers;
  std::vector<const lm::Match*> matches;  // of one word after each of them
};

// Replaces what `out` held; it is of no use where the budget ends. REQUIRES: 1 to kMaxChunk words.
void build_lattice(std::span<const InputWord> words, const lm::State& start,
                   const lm::NgramModel& lm, const channel::Channel& channel,
                   const ClozeContext& cloze_context, const LatticeOptions& options,
                   LatticeScratch& scratch, Lattice& out, base::Budget* budget = nullptr);

}  // namespace despin::decode
