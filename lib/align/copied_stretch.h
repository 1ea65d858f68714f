// lib/align/copied_stretch.h
// The stretch of a suspect that has the most evidence of its own, whatever surrounds it.
//
//   CopiedStretch stretch = align::copied_stretch(original, suspect, alignment, parameters, caps);
//
// A paragraph copied into a page is a small share of the page. So a second count takes the best
// consecutive pairs of an alignment, as if no more than the words around them had been asked
// about; whoever judges it asks for ln of the places where a stretch might have begun as well.
// Quoted words count nothing: whoever reports what someone said quotes the same words.
//
// Units    Nats; words of the rows that were aligned.
// Threads  Stateless.
// Cost     O(pairs).
// Method   Maximum sum of consecutive scores (Kadane; Karlin and Altschul 1990), a scan statistic.
#pragma once

#include <cstdint>
#include <span>

#include "lib/align/align.h"
#include "lib/align/parameters.h"

namespace despin::align {

struct CopiedStretch {
  WordRange suspect;
  WordRange original;           // from its first word to its last, whatever the order
  double discounted_nats = 0;   // what the topic does not explain, gaps included
  double kept_nats = 0;         // of kept words, before `max_word_nats`
  double capped_kept_nats = 0;  // and after it
  double gap_nats = 0;          // added, dropped and moved words; below 0
  std::uint32_t copied_words = 0;
  std::uint32_t swapped_words = 0;
};

// Empty where no pair has evidence. `max_word_nats` as in copy_evidence().
CopiedStretch copied_stretch(std::span<const Word> original, std::span<const Word> suspect,
                             const Alignment& alignment, const Parameters& parameters,
                             std::span<const float> max_word_nats = {});

// The longest run of words kept one after the other, none of them quoted, as words of the suspect.
WordRange longest_kept_run(std::span<const Word> suspect, const Alignment& alignment);

}  // namespace despin::align
