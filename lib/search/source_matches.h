// lib/search/source_matches.h
// Which candidates a suspect was copied from: each is aligned with it before anything
// is said.
//
//   auto matches = search::match_sources({suspect, tokens, candidates, stores, documents, model,
//                                         aligning, parameters},
//                                        options, scratch);
//
// Threads  A MatchScratch serves one call at a time.
// Errors   kBadIndex, those of the budget.
#pragma once

#include <vector>

#include "despin/index.h"
#include "despin/result.h"
#include "lib/index/metadata.h"
#include "lib/search/source_evidence.h"

namespace despin::search {

// A candidate that holds words of the suspect.
struct VerifiedSource {
  index::Metadata metadata;
  AlignedSource aligned;
  bool is_retold = false;  // in other words: no copy by its passages
};

struct MatchScratch {
  EvidenceScratch evidence;
  index::MetadataScratch metadata;
  std::vector<VerifiedSource> verified;
  std::vector<std::uint32_t> sharing;  // [content words] groups of sources that have the word
};

Result<std::vector<SourceMatch>> match_sources(const SearchInput& input,
                                               const SearchOptions& options, MatchScratch& scratch);

}  // namespace despin::search
