// lib/cloze/cloze_net.h
// How well any word suits a place in a text: one network reads the text from its
// beginning, one from its end, and what they know on either side of a word, which
// neither has read, guesses the word.
//
//   auto net = cloze::ClozeNet::view(section_bytes);
//   cloze::Cloze cloze;                        // reusable, one per thread
//   net->read(words, cloze);
//   float nats = net->ln_p(cloze, place, bash) - net->ln_p(cloze, place, party);
//
// Units    ln_p() is ln P(word | all other words) but for what all words of a place
//          share: differences within a place are nats, sizes are not (the network
//          learned sums near 1, and is off by .9 nats).
// Threads  Immutable; a Cloze serves one call at a time.
// Memory   The section's layers are spread to 16 bits when it is opened (2 MB in
//          en.despin), its words are read from the mapping. A Cloze grows with the
//          words of a call: 1.3 KB each, and room to grow.
// Order    Products are of integers, and the rest is +, * and / in a fixed order, so
//          no CPU changes a bit.
// Cost     1 M multiplications a word read, 128 a word asked about.
// Method   Two LSTM layers and a joint one before tied embeddings: Melamud, Goldberger
//          and Dagan, context2vec, CoNLL 2016; the softmax's sum held near 1 in training:
//          Devlin et al., ACL 2014, sec. 2.2. Rows of weights are rounded to 8 bits, what
//          flows between layers to 16: of 2.868 nats a held-out word this costs .002.
// Layout   models/FORMAT.md, section CLOZ. Trained by models/build/cloze.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "despin/result.h"
#include "lib/base/aligned_vector.h"
#include "lib/base/word_id.h"
#include "lib/format/vocabulary.h"

namespace despin::cloze {

// What a decoder makes of the network beside its n-grams (lib/decode/lattice.h).
struct ClozeWeights {
  float ngrams = 1;    // of the n-grams' scores, where there is a network
  float cloze = 0;     // of ln_p()
  float discount = 0;  // of a word's own ln P, taken off ln_p()
  // Evidence a word by the n-grams alone from which on the network is asked.
  float rescore_nats_per_word = 0;
};

// What the network knows of each place of the words read.
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

  // Replaces what `out` held. kSentenceBeginWord marks where sentences begin and is no
  // place: place i is the i-th of the other words.
  void read(std::span<const WordId> words, Cloze& out) const;

  bool has(WordId word) const noexcept { return word < words_ && word >= kFirstPlainWord; }
  // REQUIRES: a place of the words read into `cloze`; has(word).
  float ln_p(const Cloze& cloze, std::size_t place, WordId word) const noexcept;
  // How near two words are in use: the cosine of their rows. REQUIRES: has(a), has(b).
  float cosine(WordId a, WordId b) const noexcept;

  std::uint32_t words() const noexcept { return words_; }
  // cloze_words_hash() of the vocabulary it was trained with.
  std::uint64_t words_hash() const noexcept { return words_hash_; }
  ClozeWeights weights() const noexcept { return weights_; }

 private:
  // Rows of weights with what they are in units of.
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
           std::vector<std::int16_t>& states) const;
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

// Of the first `words` words: a network's ids mean nothing in another vocabulary.
std::uint64_t cloze_words_hash(const format::Vocabulary& vocabulary, std::uint32_t words);

}  // namespace despin::cloze
