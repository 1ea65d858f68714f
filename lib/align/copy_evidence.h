// lib/align/copy_evidence.h
// What an alignment has to say for a copy: evidence only; copy_policy.h decides.
//
//   align::CopyEvidence evidence = align::copy_evidence(original, suspect, alignment);
//
// Two authors who write about one event share names, numbers, quotations and the words
// of the topic. So evidence of copying is counted here against an author who knows the
// original's words, though not their order; names, numbers and quotations count little.
// Units    Nats; shares of the suspect's words.
// Threads  Stateless.
#pragma once

#include <cstdint>
#include <span>

#include "lib/align/align.h"
#include "lib/align/copied_stretch.h"
#include "lib/align/parameters.h"

namespace despin::align {

struct CopyEvidence {
  double copied = 0;  // shares of the suspect's words; Comparison says of which
  double swapped = 0;
  double evidence_nats = 0;    // sum over passages
  double discounted_nats = 0;  // of passages that count, what the topic null does not explain
  double strongest_nats = 0;   // the same, of the strongest passage
  // Of all passages, those too weak to count too: evidence with the topic words, names, numbers
  // and quotations at their full worth; discounted evidence of kept words before `max_word_nats`
  // and after it; and what is between the pairs: words added, dropped and rewritten.
  double undiscounted_nats = 0;
  double kept_nats = 0;
  double capped_kept_nats = 0;
  double gap_nats = 0;
  std::uint32_t copied_words = 0;
  std::uint32_t swapped_words = 0;
  std::uint32_t counted_words = 0;  // of copied_words, those of passages that count
  std::uint32_t counted_swapped_words = 0;
  std::uint32_t swaps = 0;         // swapped phrases
  std::uint32_t listed_swaps = 0;  // of these, those that the channel lists in either direction
  // Of a search alone: what the best stretch has by itself, and the words of the suspect, function
  // words too, from the first to the last of its longest run of kept ones.
  CopiedStretch stretch;
  std::uint32_t row_words = 0;  // of the suspect's row
  std::uint32_t run_words = 0;
};

// `max_word_nats`: what a kept word of the suspect counts at most, [words] or empty.
CopyEvidence copy_evidence(std::span<const Word> original, std::span<const Word> suspect,
                           const Alignment& alignment,
                           const Parameters& parameters = kDefaultParameters,
                           std::span<const float> max_word_nats = {});

}  // namespace despin::align
