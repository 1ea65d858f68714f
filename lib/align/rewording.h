// lib/align/rewording.h
// What a report told in other words and other syntax keeps of its original.
//
//   auto evidence = rewording_evidence(original, suspect, alignment, vocabulary, policy);
//   if (rewording_log_odds(evidence, policy) >= 0) ...
//
// Whoever rewrites a report, be it a person or a language model, changes words and clauses, and
// keeps most names and numbers, much of the stock of words, and the order in which things are
// told. Other reports of the same event have names, numbers and quotations in common too, in an
// order of their own.
//
// Units    Shares between 0 and 1, of rows of content words. Words are compared by stems, cut off
//          by a list of endings: "announced" and "announcement" are one.
// Threads  Stateless.
// Cost     O(words * log words).
#pragma once

#include <cstdint>
#include <span>

#include "lib/align/align.h"
#include "lib/align/parameters.h"
#include "lib/format/vocabulary.h"

namespace despin::align {

struct RewordingEvidence {
  double copied = 0;       // share of the suspect's words in pairs of the alignment
  double entities = 0;     // of its names and numbers, by idf, that the original has
  double order = 0;        // how far words that both have once keep the original's order
  double neighbors = 0;    // of these, that stand close behind the one before on both sides
  std::uint32_t once = 0;  // words that both have once
};

RewordingEvidence rewording_evidence(std::span<const Word> original, std::span<const Word> suspect,
                                     const Alignment& alignment,
                                     const format::Vocabulary& vocabulary,
                                     const RewordingPolicy& policy);

// The same of texts with all their words: of these the content words, aligned as a search does.
// `alignment` is a buffer.
RewordingEvidence content_rewording(std::span<const Word> original, std::span<const Word> suspect,
                                    const Dictionary& dictionary, AlignScratch& scratch,
                                    Alignment& alignment, base::Budget* budget = nullptr);

// Natural log-odds of a rewording against another report of the same event.
double rewording_log_odds(const RewordingEvidence& evidence, const RewordingPolicy& policy);

}  // namespace despin::align
