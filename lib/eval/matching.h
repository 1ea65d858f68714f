// lib/eval/matching.h - matches findings with the swaps that a reader has listed.
//
//   const auto counts = eval::match_findings(text, report.findings, record.substitutions);
//
// Phrases are compared in lower case, apostrophes dropped, any other punctuation and white space as
// one space; "low-cost" equals "Low  cost". Singular and plural differ.
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

// Replaces every occurrence of each string, ignoring ASCII case, by a space; the strings are
// applied in list order.
std::string mask(std::string_view text, std::span<const std::string> strings);

struct MatchSpan {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// Occurrences of `phrase` as whole words, compared as above.
std::vector<MatchSpan> occurrences(std::string_view text, std::string_view phrase);

struct MatchCounts {
  int findings = 0;
  int findings_listed = 0;  // overlap an occurrence of a listed swap
  int listed = 0;           // listed swaps that occur in the text
  int found = 0;            // of these, overlapped by a finding
  int top1 = 0;             // of these, restored by the best candidates
  int top5 = 0;             // of these, restored by any candidates
};

MatchCounts match_findings(std::string_view text, std::span<const Finding> findings,
                           std::span<const LabeledSwap> listed);

// Rank of the original among the restorations: 0 is best, -1 is absent. Notes in brackets, as in
// "region of interest (roi)", need not be restored.
int rank_of(std::span<const Restoration> restorations, std::string_view meant);

// Removes a note in brackets at the end, unless nothing else is left.
std::string_view without_note(std::string_view phrase);

}  // namespace despin::eval
