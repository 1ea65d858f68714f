// models/build/simulate/choices.h
// The channel in the generative direction: the substitutes of a phrase, and how readily spinners
// replace it.
//
//   const Choices choices(model);
//   if (const Choices::MeantChoices* m = choices.find(words)) {
//     for (const Choice& c : choices.of(*m)) use(c.words, c.weight_nats);
//   }
//
// Units    Nats. The weight of a choice is ln P(substitute | original, swapped); the liking of a
//          phrase is ln of how much more often spinners replace it than authors write it.
// Threads  Immutable.
// Memory   About 100 MB for the shipped model.
// Method   Bayes: P(substitute | original) = P(substitute) q(original | substitute) / sum, where
//          P(substitute) is that of the language model times exp(swap_ratio_nats).
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
  // The most likely choices are kept for a phrase; in running text the others are 6 %.
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
