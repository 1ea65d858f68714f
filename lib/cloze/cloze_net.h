// lib/cloze/cloze_net.h - a cloze network: predicts a word of a text from all others. One LSTM
// reads the text from its beginning, one from its end; their states on both sides of a word predict
// it.
//
//   auto net = cloze::ClozeNet::view(section_bytes);
//   cloze::Cloze cloze;                        // reusable, one per thread
//   net->read(words, cloze);
//   float nats = net->ln_p(cloze, place, bash) - net->ln_p(cloze, place, party);
//
// Units    ln_p() is ln P(word | all other words) up to a constant per place: differences at one
//          place are nats, absolute values are not (training keeps the softmax's sum near 1; it is
//          off by 0.9 nats).
// Threads  Immutable; a Cloze serves one call at a time.
// Memory   The layers are expanded to 16 bits when the section is opened (2 MB in en.despin), the
//          embeddings are read from the mapping. A Cloze grows with the words of a call: 1.3 KB
//          each, plus spare capacity.
// Order    Products are of integers, the rest is +, * and / in a fixed order, so that all CPUs give
//          the same bits.
// Cost     1 M multiplications per word read, 128 per word scored.
// Method   Two LSTM layers and a joint layer before tied embeddings: Melamud, Goldberger and Dagan,
//          context2vec, CoNLL 2016; the softmax's sum held near 1 in training: Devlin et al., ACL
//          2014, sec. 2.2. Rows of weights are rounded to 8 bits, activations to 16: of 2.868 nats
//          per held-out word this costs 0.002.
// Layout   models/FORMAT.md, section CLOZ. Trained by models/build/cloze.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "despin/result.h"
#include "lib/base/aligned_vector.h"
#include "lib/base/budget.h"
#include "lib/base/word_id.h"
#include "lib/format/vocabulary.h"

namespace despin::cloze {

// Weights of the network in a decoder that also has n-grams (lib/decode/lattice.h).
struct ClozeWeights {
  float ngrams = 1;    // of the n-grams' scores, if there is a network
  float cloze = 0;     // of ln_p()
  float discount = 0;  // of a word's own ln P, subtracted from ln_p()
  // N-gram evidence per word from which on the network is run.
  float rescore_nats_per_word = 0;
  // Of so many words at a time, whole sentences, half of a page not being asked for the sake of the
  // other; 0: of blocks (lib/decode/decoder.h).
  std::uint32_t window_words = 0;
};

// The network's states at each place of the words read.
struct Cloze {
  std::vector<std::int16_t> contexts;  // [places x dimensions]
  std::vector<float> scales;           // [places]
  std::vector<std::int16_t> forward;   // [words x hidden]
  std::vector<std::int16_t> backward;
};

class ClozeNet {
 public:
  ClozeNet() = default;
  // Errors: kBadModel.
  static Result<ClozeNet> view(std::span<const std::byte> section);

  // Replaces what `out` held. kSentenceBeginWord marks the beginning of a sentence and does not
  // count as a place: place i is the i-th of the other words. Where the budget ends, `out` is of no
  // use.
  void read(std::span<const WordId> words, Cloze& out, base::Budget* budget = nullptr) const;

  bool has(WordId word) const noexcept { return word < words_ && word >= kFirstPlainWord; }
  // REQUIRES: `place` is one of the words read into `cloze`; has(word).
  float ln_p(const Cloze& cloze, std::size_t place, WordId word) const noexcept;
  // Similarity in use of two words: the cosine of their embeddings. REQUIRES: has(a), has(b).
  float cosine(WordId a, WordId b) const noexcept;

  std::uint32_t words() const noexcept { return words_; }
  // cloze_words_hash() of the vocabulary it was trained with.
  std::uint64_t words_hash() const noexcept { return words_hash_; }
  ClozeWeights weights() const noexcept { return weights_; }

 private:
  // Quantized rows of weights with their scales.
  struct Layer {
    std::uint32_t rows = 0;
    std::uint32_t columns = 0;
    base::AlignedVector<std::int16_t> weights;  // [rows x columns]
    std::vector<float> scales;                  // [rows]
  };
  struct LstmDirection {
    Layer input;      // 4 hidden x dimensions: input, forget, cell, output gates
    Layer recurrent;  // 4 hidden x hidden
    std::vector<float> bias;
  };

  void run(const LstmDirection& direction, std::span<const WordId> words, bool from_end,
           std::vector<std::int16_t>& states, base::Budget* budget) const;
  void add_contexts(std::span<const std::int16_t> both, Cloze& out) const;

  std::uint32_t words_ = 0;
  std::uint32_t dimensions_ = 0;
  std::uint32_t hidden_ = 0;
  std::uint64_t words_hash_ = 0;
  ClozeWeights weights_;
  const std::byte* word_scales_ = nullptr;  // float each
  const std::byte* word_biases_ = nullptr;  // float each
  const std::byte* word_rows_ = nullptr;    // int8, words x dimensions
  LstmDirection directions_[2];
  Layer joint_;
  Layer out_;
  std::vector<float> joint_bias_;
  std::vector<float> out_bias_;
};

// Hash of the first `words` words: the ids of a network are meaningless in another vocabulary.
std::uint64_t cloze_words_hash(const format::Vocabulary& vocabulary, std::uint32_t words);

}  // namespace despin::cloze
