// lib/search/source_candidates.h
// Which documents of an index may be what a suspect was copied from.
//
//   search::collect_candidates(reading, model, index, rules, scratch, candidates);
//
// A long suspect is asked about window by window: one article of a page of many is found by
// its own words.
// Threads  A RetrievalScratch serves one call at a time.
#pragma once

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
  std::vector<index::RetrievalCandidate> found;
};

// Replaces what `out` held; by segment and document, each document once; of no use where the budget
// ends.
void collect_candidates(const detect::Reading& reading, const detect::Model& model,
                        const index::Index& index, const RetrievalRules& rules,
                        RetrievalScratch& scratch, std::vector<WindowedCandidate>& out,
                        base::Budget* budget = nullptr);

}  // namespace despin::search
