// lib/index/candidates.h - retrieves the documents that share the rarest terms with a query.
//
//   index::CandidateScratch scratch;                     // one per thread
//   index::Counts counts;
//   index::count_terms(segments, terms, scratch, counts);
//   index::find_candidates(segments, terms, counts, 32, scratch, out);   // best first
//
// The counts may be those of more segments, added up: then scores, and which terms are read, are
// those of a search in all of them, and the best of all are among the best of each.
//
// A document's score is the sum, over the query's terms that it holds, of the term's weight times
// ln((documents + 1) / document frequency), minus the expected score of an unrelated document of
// its length. Without that, long documents win by their length.
//
// Units    Nats.
// Threads  A CandidateScratch serves one call at a time.
// Memory   Four bytes per document of the largest segment.
// Cost     O(postings of the query's terms + documents).
// Method   Inverse document frequency (Sparck Jones 1972) as evidence of a shared origin: a term of
//          frequency p that was copied is 1/p times more likely than by chance.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "lib/base/budget.h"
#include "lib/index/segment.h"

namespace despin::index {

struct QueryTerm {
  std::string term;
  float weight = 1;  // probability that the original holds it, in (0, 1]
};

struct RetrievalCandidate {
  std::uint32_t segment = 0;
  std::uint32_t document = 0;
  float score_nats = 0;
};

// Best first; a total order.
bool better(const RetrievalCandidate& a, const RetrievalCandidate& b);

struct CandidateScratch {
  std::vector<std::optional<Term>> found;  // by segment and term: those that have postings
  std::vector<float> scores;               // by document of a segment
};

// Of a term, in all segments.
struct TermCounts {
  std::uint64_t documents = 0;  // that hold it
  std::uint64_t postings = 0;   // that are stored
};

struct Counts {
  std::uint64_t documents = 0;
  std::uint64_t stored_terms = 0;
  std::vector<TermCounts> terms;  // of a query
};

// Replaces what `out` held; it is of no use where the budget ends. REQUIRES: distinct terms.
void count_terms(std::span<const std::shared_ptr<const Segment>> segments,
                 std::span<const QueryTerm> terms, CandidateScratch& scratch, Counts& out,
                 base::Budget* budget = nullptr);

// Replaces what `out` held; it is of no use where the budget ends. REQUIRES: count_terms() has been
// called last with these segments, terms and scratch; counts of as many terms.
void find_candidates(std::span<const std::shared_ptr<const Segment>> segments,
                     std::span<const QueryTerm> terms, const Counts& counts, std::size_t limit,
                     CandidateScratch& scratch, std::vector<RetrievalCandidate>& out,
                     base::Budget* budget = nullptr);

}  // namespace despin::index
