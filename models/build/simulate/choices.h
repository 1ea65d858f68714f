// models/build/simulate/choices.h
// What spinners write for a phrase, and how much they like to replace it: the channel
// the other way round.
//
//   const Choices choices(model);
//   if (const Choices::MeantChoices* m = choices.find(words)) {
//     for (const Choice& c : choices.of(*m)) use(c.words, c.weight_nats);
//   }
//
// Units    Nats. A choice's weight is ln P(written | meant, swapped); a phrase's liking
//          is ln of how much more often spinners write something for it than authors
//          write it.
// Threads  Immutable.
// Memory   Some 100 MB for the shipped model.
// Method   Bayes: P(written | meant) = P(written) q(meant | written) / sum, where P(written)
//          is the language model's own times exp(swap_ratio_nats).
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "lib/detect/model.h"

namespace despin::simulate {

struct Choice {
  std::vector<WordId> words;
  float weight_nats = 0;
};

class Choices {
 public:
  // Choices kept for a phrase, the likeliest; in running text the rest are 6 %.
  static constexpr std::size_t kMost = 24;

  struct MeantChoices {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    float liking_nats = 0;
  };

  explicit Choices(const detect::Model& model);

  // Null where no choice is known.
  const MeantChoices* find(std::span<const WordId> words) const;
  std::span<const Choice> of(const MeantChoices& meant) const {
    return std::span(choices_).subspan(meant.first, meant.last - meant.first);
  }

 private:
  std::vector<Choice> choices_;
  std::unordered_map<std::uint64_t, MeantChoices> meant_;  // by hash of words
};

}  // namespace despin::simulate
