// lib/search/copied_documents.h - the candidates of a search in some segments, with copies of their
// documents, as bytes: another machine, which has no such segments, aligns them.
//
//   auto bytes = copy_candidates(candidates, index, first_segment, suspect_words, ...);
//   CopiedCandidates copied;
//   if (auto ok = copied.add(*bytes); !ok) return ok.error();
//   match_sources({suspect, tokens, copied.candidates(), copied.stores(), ...}, ...);
//
// The copy of a segment has its numbers of terms and documents, the terms of the candidates and
// those of the suspect: what a search asks of it has the answers of the segment.
//
// Threads  Single while copies are added, then immutable.
// Errors   copy: kBadIndex. add: kBadInput; in bounds on any bytes.
// Layout   Varints, texts as their size and bytes: 1 (version); segments; for each its number,
//          terms, for each its id and spelling, ascending; documents, for each its number, id, url,
//          title, date, words, terms and their ids; then candidates, for each segment, document,
//          the bits of its score, first and last token.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "despin/result.h"
#include "lib/index/document_store.h"
#include "lib/index/index.h"
#include "lib/search/source_evidence.h"
#include "lib/text/tokens.h"

namespace despin::search {

// `candidates` are of `index`; in the copy, segment 0 of it is number `first_segment`. `text` and
// `tokens` are the suspect's.
Result<std::string> copy_candidates(std::span<const WindowedCandidate> candidates,
                                    const index::Index& index, std::uint32_t first_segment,
                                    std::string_view text, const text::Tokens& tokens);

// Segments of one copy or of several.
class CopiedCandidates {
 public:
  // Adds those of another copy. Errors: kBadInput, also for a segment that is there already.
  Result<void> add(std::string_view bytes);

  // What was added, by window and score of any: to be merged (source_candidates.h). Segments are
  // numbered by their order among the stores.
  std::vector<WindowedCandidate> candidates() const;
  std::vector<const index::DocumentStore*> stores() const;

 private:
  class Segment;
  std::vector<std::shared_ptr<const Segment>> segments_;  // by number
  std::vector<WindowedCandidate> candidates_;             // by the segments' own numbers
};

}  // namespace despin::search
