// lib/align/relation.h
// What an alignment says the suspect is: a copy, or another text about the same matter.
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

#include "despin/aligner.h"
#include "lib/align/align.h"

namespace despin::align {

struct Judgement {
  Relation relation = Relation::kUnrelated;
  double copied = 0;  // shares of the suspect's words; Comparison says of which
  double swapped = 0;
  double evidence_nats = 0;  // sum over passages
  double own_nats = 0;       // of that, what an author of the same matter does not explain
  std::uint32_t copied_words = 0;
  std::uint32_t swapped_words = 0;
};

// Which words of the texts the rows hold.
enum class Rows : std::uint8_t {
  kWhole,
  kContent,  // no function words: the same copy has less evidence
};

Judgement judge(std::span<const Word> original, std::span<const Word> suspect,
                const Alignment& alignment, Rows rows = Rows::kWhole);

}  // namespace despin::align
