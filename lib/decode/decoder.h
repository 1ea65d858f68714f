// lib/decode/decoder.h
// Which words were swapped, for what, and how strongly the text says so.
//
//   decode::Decoder decoder(lm, channel, {}, net);
//   decode::DecodeScratch scratch;                   // one per thread
//   decode::Decoding ngrams;
//   decode::NetworkPass network;
//   decoder.decode_passes(input_words, scratch, ngrams, network);
//   use(network.ran ? network.decoding : ngrams);
//
// Units    Spans are [begin, end) indices of input words. Evidence in nats.
// Threads  A Decoder is immutable; a DecodeScratch serves one call at a time.
// Memory   A DecodeScratch holds buffers alone, bounded by kBlock words whatever the text's
//          length; no call reads what another left there.
// Cost     O(words * entries * beam) language model look-ups; with a network a second
//          pass over the blocks, or windows of them, whose evidence calls for one.
// Method   Forward-backward over the lattice (Rabiner 1989, sec. III; scaled by
//          the path that keeps every word), the swap rate by maximum likelihood
//          over a grid for each block of kBlock words; README.md derives it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "lib/channel/channel.h"
#include "lib/cloze/cloze_net.h"
#include "lib/decode/forward_backward.h"
#include "lib/decode/lattice.h"
#include "lib/lm/ngram_model.h"

namespace despin::decode {

// Words that share one rate; a longer text is a row of such blocks.
inline constexpr std::size_t kBlock = 2048;

// A meaning of a span, of eight bytes: a text of short words has more candidates than bytes.
struct Candidate {
  std::uint32_t entry = 0;  // of the channel, which says what it means
  float share = 0;          // its probability among the span's entries
};

// A span that may have been swapped, with posterior at least Decoder's floor.
struct SwapSpan {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  float posterior = 0;
  float evidence_nats = 0;            // ln LR: posterior log-odds less the rate's
  std::uint32_t first_candidate = 0;  // [first, last) of Decoding::candidates
  std::uint32_t last_candidate = 0;
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

// What the network knows of one stretch of a text: the words [begin, end).
struct BlockCloze {
  std::size_t begin = 0;
  std::size_t end = 0;  // begin: of none
  cloze::Cloze cloze;

  bool covers(std::size_t first, std::size_t last) const {
    return begin == first && end == last && first < last;
  }
};

// A text with the network's judgment of the blocks, or windows, that called for it; the others
// are as by n-grams alone.
struct NetworkPass {
  bool ran = false;   // any did; else `decoding` is empty, and the n-grams' stands
  Decoding decoding;  // of the whole text
  BlockCloze last;    // of the last stretch that did

  void clear();
};

// What decode_passes() keeps: both passes, which a text all of whose blocks call for the network
// holds twice, or of each block the one that stands.
enum class KeptPasses : std::uint8_t { kBoth, kLast };

struct SwapPosterior {
  std::uint32_t begin = 0;
  std::uint32_t length = 0;
  std::uint32_t entry = 0;
  double posterior = 0;
};

struct DecodeScratch {
  LatticeScratch building;
  std::vector<WordId> cloze_input;
  cloze::Cloze cloze;
  std::vector<Lattice> lattices;
  std::vector<std::uint32_t> chunk_begin;
  std::vector<RateColumn> chunk_evidence;  // at each rate
  std::vector<std::uint8_t> called;        // whether the network reads the chunk
  std::vector<RateColumn> columns;
  std::vector<double> alpha;
  std::vector<double> beta;
  std::vector<SwapPosterior> swaps;
};

// The evidence of a block at its swap rate.
struct BlockEstimate {
  double nats = 0;
  double rate = 0;
};

class Decoder {
 public:
  // With a network each swap of one word for one is judged by the text around it as well,
  // where its weights say that a second look is worth it.
  Decoder(const lm::NgramModel& lm, const channel::Channel& channel,
          const LatticeOptions& options = {}, const cloze::ClozeNet* net = nullptr)
      : lm_(&lm), channel_(&channel), net_(net), options_(options) {}

  // By n-grams alone, and with the network. Replaces what `ngrams` and `network` held; here and
  // below that is of no use where the budget ends. With kLast `ngrams` is empty if the network ran.
  void decode_passes(std::span<const InputWord> input_words, DecodeScratch& scratch,
                     Decoding& ngrams, NetworkPass& network, base::Budget* budget = nullptr,
                     KeptPasses kept = KeptPasses::kBoth) const;

  // Of that only what counts: network.decoding if it ran, else `ngrams`. `known` is what this
  // network made of one of the blocks; that one is not read again.
  void decode(std::span<const InputWord> input_words, DecodeScratch& scratch, Decoding& out,
              const BlockCloze& known = {}, base::Budget* budget = nullptr) const;

  // Appends what decode() gives of the block from `begin` on; evidence and rate of `out` are then
  // sums.
  void append_decoded(std::span<const InputWord> input_words, std::size_t begin,
                      DecodeScratch& scratch, Decoding& out, const BlockCloze& known = {},
                      base::Budget* budget = nullptr) const;

  // With the rate given and the network, if any, on every block: what calibration and tests
  // need.
  void decode_at(std::span<const InputWord> input_words, double rate, DecodeScratch& scratch,
                 Decoding& out) const;

 private:
  void build_block(std::span<const InputWord> input_words, std::size_t begin,
                   const ClozeContext& block_context, DecodeScratch& scratch,
                   base::Budget* budget) const;
  bool calls_for_network(double nats, std::size_t words) const;
  bool call_network(const BlockEstimate& block, std::size_t words, DecodeScratch& scratch) const;
  void read_called(std::span<const InputWord> input_words, std::size_t limit,
                   DecodeScratch& scratch, BlockCloze& last, base::Budget* budget) const;
  void append_block(const BlockEstimate& block, DecodeScratch& scratch, Decoding& out) const;
  void append_swaps(const Lattice& lattice, std::uint32_t offset, double rate,
                    DecodeScratch& scratch, Decoding& out) const;
  void append_span(std::span<SwapPosterior> entries, double rate, Decoding& out) const;

  const lm::NgramModel* lm_;
  const channel::Channel* channel_;
  const cloze::ClozeNet* net_;
  LatticeOptions options_;
};

// Where the block ends that begins at `begin`.
std::size_t block_end(std::size_t begin, std::size_t words);
// Appends the words of the block from `begin` on and their spans, without evidence and rate. `to`
// ends where the block begins.
void append_block(const Decoding& from, std::size_t begin, Decoding& to);

// Has the network read a block of at most kBlock words; `words` is a buffer.
void run_cloze(std::span<const InputWord> block, const cloze::ClozeNet& net,
               std::vector<WordId>& words, cloze::Cloze& out, base::Budget* budget = nullptr);

}  // namespace despin::decode
