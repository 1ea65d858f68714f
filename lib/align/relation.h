// lib/align/relation.h
// What an alignment says the suspect is: a copy, or another text on the same topic.
//
//   align::Judgement j = align::judge(original, suspect, alignment);
//
// Two authors who write about one event share names, numbers, quotations and the words
// of the matter. So evidence of copying is counted here against an author who knows the
// original's words, though not their order; names, numbers and quotations count little.
// Threads  Stateless.
#pragma once

#include <cstdint>
#include <span>

#include "despin/comparison.h"
#include "lib/align/align.h"

namespace despin::align {

struct Judgement {
  Relation relation = Relation::kUnrelated;
  bool spun = false;  // if it is a copy, words of it were swapped
  double copied = 0;  // shares of the suspect's words; Comparison says of which
  double swapped = 0;
  double evidence_nats = 0;  // sum over passages
  double own_nats = 0;       // of that, what an author on the same topic does not explain
  // Of all passages, those too weak for own_nats too: evidence with the topic words,
  // names, numbers and quotations at their full worth; own evidence of kept words before
  // TopicNull::max_word_nats and after it; and what lies between the pairs: words added, dropped
  // and rewritten.
  double full_nats = 0;
  double kept_nats = 0;
  double rare_nats = 0;
  double gap_nats = 0;
  std::uint32_t copied_words = 0;
  std::uint32_t swapped_words = 0;
};

// Null model: an independent author on the same topic.
struct TopicNull {
  // Discount of a swapped topic word, as a share of the discount of the same word kept.
  double swap_share = 0;
  // What a name, number or quoted word counts at most, where it is kept.
  double max_entity_nats = 0.5;
  // What a kept word of the suspect counts at most, [words] or empty.
  std::span<const float> max_word_nats;
};

Judgement judge(std::span<const Word> original, std::span<const Word> suspect,
                const Alignment& alignment, const TopicNull& null = {});

}  // namespace despin::align
