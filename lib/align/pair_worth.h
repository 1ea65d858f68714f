// lib/align/pair_worth.h - what a pair of an alignment is worth against an author who knows the
// original's words, though not their order.
//
// Units    Nats.
// Threads  Immutable; the spans outlive it.
#pragma once

#include <cstdint>
#include <span>

#include "lib/align/align.h"
#include "lib/align/parameters.h"

namespace despin::align {

inline bool is_kept(const WordPair& pair) noexcept {
  return pair.edit == Edit::kKept || pair.edit == Edit::kMoved;
}

class PairWorth {
 public:
  // `max_word_nats`: what a kept word of the suspect counts at most, [words] or empty.
  PairWorth(std::span<const Word> original, std::span<const Word> suspect,
            const Parameters& parameters, std::span<const float> max_word_nats);

  // Kept words, names and numbers too, at their full worth.
  double undiscounted_nats(const WordPair& pair) const;
  // What an author on the same topic does not explain.
  double discounted_nats(const WordPair& pair) const;
  double max_nats(const WordPair& pair) const;

 private:
  double topic_nats(const Word& word) const;

  std::span<const Word> suspect_;
  const TopicNull& null_;
  const EditCosts& costs_;
  std::span<const float> max_word_nats_;
  const double stock_;  // content words of the original
};

}  // namespace despin::align
