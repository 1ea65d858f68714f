// lib/decode/decoder.h
// Which words were swapped, for what, and how strongly the text says so.
//
//   decode::Decoder decoder(lm, channel);
//   decode::DecodeScratch scratch;                   // one per thread
//   decode::Decoding d;
//   decoder.decode(input_words, scratch, d);
//
// Units    Spans are [begin, end) indices of symbols. Evidence in nats.
// Threads  A Decoder is immutable; a Scratch serves one call at a time.
// Memory   Scratch is bounded by kBlock words, whatever the text's length.
// Cost     O(words * entries * beam) language model look-ups; with a network a second
//          pass over blocks whose evidence calls for one.
// Method   Forward-backward over the lattice (Rabiner 1989, sec. III; scaled by
//          the path that keeps every word), the swap rate by maximum likelihood
//          over a grid for each block of kBlock words; README.md derives it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "lib/channel/channel.h"
#include "lib/cloze/cloze_net.h"
#include "lib/decode/lattice.h"
#include "lib/lm/ngram_model.h"

namespace despin::decode {

// Words that share one rate; a longer text is a row of such blocks.
inline constexpr std::size_t kBlock = 2048;

// A meaning of a span: its probability among the span's entries.
struct Candidate {
  channel::Meant meant;
  float share = 0;
};

// A span that may have been swapped, with posterior at least Decoder's floor.
struct SwapSpan {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  float posterior = 0;
  float evidence_nats = 0;            // ln LR: posterior log-odds less the rate's
  std::uint32_t first_candidate = 0;  // [first, last) of Decoding::candidates
  std::uint32_t last_candidate = 0;
  float gain_nats = 0;  // of its best meaning over the word as written; 0: not ranked again
};

struct WordEvidence {
  float ln_p = 0;     // as written, after the words before it as written
  float swapped = 0;  // posterior that a swap covers this word
  bool swappable = false;
  float cloze_association = 0;  // ln P(word | all around it) - ln P(word); 0: not asked
};

struct Decoding {
  double evidence_nats = 0;  // sum over blocks of max over rates
  double swap_rate = 0;      // of swappable words, mean over blocks
  std::vector<WordEvidence> words;
  std::vector<SwapSpan> spans;  // by begin, then end; may overlap
  std::vector<Candidate> candidates;

  void clear();
};

struct SwapPosterior {
  std::uint32_t begin = 0;
  std::uint32_t length = 0;
  std::uint32_t entry = 0;
  double posterior = 0;
};

// One number for each rate.
using RateColumn = std::array<double, std::tuple_size_v<Rates>>;

struct DecodeScratch {
  LatticeScratch building;
  std::vector<WordId> read;  // what `cloze` is of
  std::vector<WordId> to_read;
  cloze::Cloze cloze;
  std::vector<Lattice> lattices;
  std::vector<std::uint32_t> chunk_begin;
  std::vector<RateColumn> columns;
  std::vector<double> alpha;
  std::vector<double> beta;
  std::vector<SwapPosterior> swaps;
};

class Decoder {
 public:
  // With a network each swap of one word for one is judged by the text around it as well,
  // in blocks that its weights say are worth a second look.
  Decoder(const lm::NgramModel& lm, const channel::Channel& channel,
          const LatticeOptions& options = {}, const cloze::ClozeNet* net = nullptr)
      : lm_(&lm), channel_(&channel), net_(net), options_(options) {}

  // Replaces what `out` held.
  void decode(std::span<const InputWord> input_words, DecodeScratch& scratch, Decoding& out) const;

  // As decode(), of the text that `scratch` saw last, by a decoder with the same network: a
  // block that was read is not read again.
  void decode_again(std::span<const InputWord> input_words, DecodeScratch& scratch,
                    Decoding& out) const;

  // As decode(), with the rate given and the network, if any, on every block: what
  // calibration and tests need.
  void decode_at(std::span<const InputWord> input_words, double rate, DecodeScratch& scratch,
                 Decoding& out) const;

 private:
  std::size_t build_block(std::span<const InputWord> input_words, std::size_t begin,
                          const cloze::ClozeNet* net, DecodeScratch& scratch) const;
  void add_block(double rate, DecodeScratch& scratch, Decoding& out) const;
  void run(std::span<const InputWord> input_words, const double* rate, DecodeScratch& scratch,
           Decoding& out) const;

  const lm::NgramModel* lm_;
  const channel::Channel* channel_;
  const cloze::ClozeNet* net_;
  LatticeOptions options_;
};

// Has the network read a block of at most kBlock words, unless it was what `scratch` saw it
// read last: what it says of them is then in scratch.cloze.
void read_block(std::span<const InputWord> block, const cloze::ClozeNet& net,
                DecodeScratch& scratch);

// ln of the sum over all paths, every word kept being 1. alpha is left filled.
double forward(const Lattice& lattice, double rate, std::vector<double>& alpha);
// forward() at each of the rates, in one pass.
RateColumn forward_rates(const Lattice& lattice, const Rates& rates,
                         std::vector<RateColumn>& alpha);
void backward(const Lattice& lattice, double rate, std::vector<double>& beta);

}  // namespace despin::decode
