// models/build/channel/candidates.h
// The candidates of each written form without context: originals from the thesauri and the learned
// swaps, with the features that weight them and the language model prior (teacher/tell.py).
//
//   Candidates c(vocabulary, vectors);
//   c.add_relation(written, meant, bits);      // a row of the lexicon
//   c.add_swap(written, meant, count);         // expected count from alignment
//   for (const Option& o : c.options(written)) c.features(written, o, 0);
//
// Phrases are sequences of at most channel::kMaxWrittenWords word ids; parse() rejects a phrase
// with a word outside the vocabulary.
// Order    options() returns them in order of addition; nothing depends on hashing.
#pragma once

#include <Eigen/Dense>
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "lib/channel/channel.h"
#include "lib/format/vocabulary.h"
#include "models/build/encode/vectors.h"

namespace despin::train {

struct Phrase {
  std::array<WordId, channel::kMaxWrittenWords> words{};
  std::uint8_t size = 0;

  std::span<const WordId> view() const { return {words.data(), size}; }
  friend bool operator==(const Phrase&, const Phrase&) = default;
};

struct PhraseHash {
  std::size_t operator()(const Phrase& p) const noexcept;
};

struct Option {
  Phrase meant;
  std::uint32_t relations = 0;  // bits of lexicon::LexicalRelation
  double count = 0;             // expected swaps seen
  // The LLM prior: ln P(original | substitute), and ln P(original) for any substitute.
  struct LlmPrior {
    double ln_p, ln_prior;
  };
  std::optional<LlmPrior> llm_prior{};
};

// How many sources list a pair; Moby one way counts one, both ways two.
int listings(std::uint32_t relations);

// Names of the features, in the order of the vectors.
std::span<const std::string_view> feature_names();

class Candidates {
 public:
  Candidates(const format::Vocabulary& vocabulary, const vectors::Vectors& vectors)
      : vocabulary_(&vocabulary), vectors_(&vectors) {}

  // From space-separated forms; nothing if a word is unknown or there are too many.
  std::optional<Phrase> parse(std::string_view forms) const;

  void add_relation(const Phrase& written, const Phrase& meant, std::uint32_t relations);
  void set_llm_prior(const Phrase& written, const Phrase& meant,
                     Option::LlmPrior llm_prior);  // if it is on offer
  // written == meant says that the word was seen kept.
  void add_swap(const Phrase& written, const Phrase& meant, double count);

  double log_frequency(const Phrase& phrase) const;  // sum of ln P(word)

  // Written forms in order of first addition.
  const std::vector<Phrase>& written() const { return written_; }
  std::span<const Option> options(const Phrase& written) const;
  int listings_of(const Phrase& written,
                  const Phrase& meant) const;         // listings(), 0 if not offered
  double swapped_count(const Phrase& written) const;  // times seen in place of something
  double kept_count(const Phrase& written) const;
  double swapped_total() const { return swapped_total_; }

  // `held_out` is taken off the counts of this very swap, so that a swap does not
  // predict itself. A meant equal to the written form is the option of keeping it.
  double count(const Phrase& written, const Option& option, double held_out) const;
  // Features of an option without observations.
  Eigen::VectorXd features(const Phrase& written, const Option& option, double held_out) const;

 private:
  struct WrittenEntry {
    std::vector<Option> options;
    double swapped = 0;
    double kept = 0;
  };
  WrittenEntry& entry(const Phrase& written);
  const WrittenEntry* find(const Phrase& written) const;
  Option& option(WrittenEntry& entry, const Phrase& meant);

  const format::Vocabulary* vocabulary_;
  const vectors::Vectors* vectors_;
  std::vector<Phrase> written_;
  std::vector<WrittenEntry> entries_;
  std::unordered_map<Phrase, std::size_t, PhraseHash> index_;
  std::unordered_map<Phrase, double, PhraseHash> meant_count_;
  std::unordered_map<Phrase, double, PhraseHash> meant_forms_;  // forms that thesauri list it for
  double swapped_total_ = 0;
};

}  // namespace despin::train
