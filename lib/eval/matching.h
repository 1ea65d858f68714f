// lib/eval/matching.h - do the findings agree with the swaps a reader has listed?
//
//   const auto counts = eval::match_findings(text, report.findings, record.substitutions);
//
// Phrases are compared in lower case, apostrophes dropped, any other punctuation and
// white space as one space; "low-cost" equals "Low  cost". Singular and plural differ.
// Threads  Stateless.
// Cost     O(listed x text).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "despin/detector.h"
#include "despin/document.h"

namespace despin::eval {

std::string normalize(std::string_view phrase);

// The text with every occurrence of each string, whatever its ASCII case, replaced by a
// space; the strings in turn, as they stand in the list.
std::string mask(std::string_view text, std::span<const std::string> strings);

struct MatchSpan {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// Where `phrase` occurs as whole words, compared as above.
std::vector<MatchSpan> occurrences(std::string_view text, std::string_view phrase);

struct MatchCounts {
  int findings = 0;
  int findings_listed = 0;  // overlap an occurrence of a listed swap
  int listed = 0;           // listed swaps that occur in the text
  int found = 0;            // of these, overlapped by a finding
  int top1 = 0;             // of these, restored to what was listed by the best candidates
  int top5 = 0;             // ... by any of the candidates
};

MatchCounts match_findings(std::string_view text, std::span<const Finding> findings,
                           std::span<const LabeledSwap> listed);

// Where the meant phrase stands among the restorations: 0 is best, -1 not there. Notes in
// brackets, "region of interest (roi)", need not be restored.
int rank_of(std::span<const Restoration> restorations, std::string_view meant);

// Without a note in brackets at the end, unless nothing else is left.
std::string_view without_note(std::string_view phrase);

}  // namespace despin::eval
