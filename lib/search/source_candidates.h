// lib/search/source_candidates.h
// Which documents of an index may be what a suspect was copied from.
//
//   search::collect_candidates(reading, model, index, rules, scratch, candidates);
//
// A long suspect is asked about window by window: one article of a page of many is found by
// its own words.
// Threads  A RetrievalScratch serves one call at a time.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "lib/detect/model.h"
#include "lib/detect/reading.h"
#include "lib/index/candidates.h"
#include "lib/index/index.h"
#include "lib/search/parameters.h"
#include "lib/search/query.h"
#include "lib/search/source_evidence.h"

namespace despin::search {

struct RetrievalScratch {
  QueryScratch query;
  decode::DecodeScratch decoding;  // of texts too long for both of their decodings to be kept
  decode::Decoding ngrams;
  index::CandidateScratch postings;
  std::vector<index::QueryTerm> terms;
  index::Counts counts;
  std::vector<index::RetrievalCandidate> found;
};

// A stretch of tokens [first, last) that asks for candidates, and how many it brings.
struct QueryWindow {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  std::size_t limit = 0;
};

// The windows of a suspect: the long ones, disjoint; then the short ones of a long suspect, each
// begun in the middle of the one before.
std::vector<QueryWindow> windows_of(const detect::Reading& reading, const RetrievalRules& rules);

// The counts of each window's query in an index: documents, stored terms, and of each term
// documents and postings. As many numbers for every index, to be added up; replaces what `out`
// held.
void count_windows(const detect::Reading& reading, const detect::Model& model,
                   const index::Index& index, const RetrievalRules& rules,
                   RetrievalScratch& scratch, std::vector<std::uint64_t>& out,
                   base::Budget* budget = nullptr);

// The best of each window; `sums` are the counts of all indexes together, or empty: then those of
// this one count. Replaces what `out` held.
// Errors: kBadInput for sums of another suspect's counts.
Result<void> collect_by_window(const detect::Reading& reading, const detect::Model& model,
                               const index::Index& index, const RetrievalRules& rules,
                               std::span<const std::uint64_t> sums, RetrievalScratch& scratch,
                               std::vector<WindowedCandidate>& out, base::Budget* budget = nullptr);

// Of candidates by window, of one index or of several, those that are aligned: by segment and
// document, each document once, with the window that it fits best.
void merge_windows(const detect::Reading& reading, const RetrievalRules& rules,
                   std::vector<WindowedCandidate>& candidates);

// All of this for one index. Replaces what `out` held; of no use where the budget ends.
void collect_candidates(const detect::Reading& reading, const detect::Model& model,
                        const index::Index& index, const RetrievalRules& rules,
                        RetrievalScratch& scratch, std::vector<WindowedCandidate>& out,
                        base::Budget* budget = nullptr);

}  // namespace despin::search
