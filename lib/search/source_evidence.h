// lib/search/source_evidence.h
// What each candidate of a search has to say for being the source; source_matches.h decides.
//
//   SourceEvidence evidence({suspect, tokens, candidates, stores, documents, model, aligning,
//   parameters},
//                           scratch);
//   if (auto ok = evidence.rank_by_sketch(); !ok) return ok.error();
//   for (const SketchedCandidate& candidate : scratch.sketched) {
//     if (auto ok = evidence.align(candidate.number, source); !ok) return ok.error();
//     if (evidence.log_odds(source.evidence) >= 0) report(source);
//   }
//
// Units    Nats. A candidate is the best of all the index's documents, and the best of n
//          unrelated documents gains ln n by chance: that much more evidence is asked of it than
//          of a single original (Bonferroni's correction, in logarithms).
// Threads  An EvidenceScratch serves one object at a time.
// Errors   kBadIndex, those of the budget.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "despin/index.h"
#include "despin/result.h"
#include "lib/align/align.h"
#include "lib/align/copy_evidence.h"
#include "lib/align/rewording.h"
#include "lib/detect/model.h"
#include "lib/index/candidates.h"
#include "lib/index/document_store.h"
#include "lib/search/parameters.h"
#include "lib/search/retrieved_background.h"
#include "lib/search/source_words.h"
#include "lib/text/tokens.h"

namespace despin::search {

// A candidate, and the stretch of the suspect that asked for it.
struct WindowedCandidate {
  index::RetrievalCandidate candidate;
  std::uint32_t first_token = 0;
  std::uint32_t last_token = 0;
};

// What is searched for, and in what. All outlive the call.
struct SearchInput {
  const Suspect& suspect;
  const text::Tokens& tokens;                           // of the suspect
  std::span<const WindowedCandidate> candidates;        // by segment, each document once
  std::span<const index::DocumentStore* const> stores;  // by RetrievalCandidate::segment
  std::uint64_t documents = 0;                          // of all that was searched
  const detect::Model& model;
  const align::Parameters& aligning = align::kDefaultParameters;
  const Parameters& parameters = kDefaultParameters;
  base::Budget* budget = nullptr;
};

// A candidate, and what its sketch is worth.
struct SketchedCandidate {
  double nats = 0;
  std::size_t number = 0;  // of the candidate
};

// A candidate, aligned with the suspect.
struct AlignedSource {
  std::vector<align::Word> words;
  align::Alignment alignment;
  std::vector<float> max_word_nats;  // [content words]
  align::CopyEvidence evidence;
  align::RewordingEvidence rewording;
};

struct EvidenceScratch {
  align::TextWords all;      // of the suspect
  align::TextWords content;  // of these, what an index keeps
  SourceScratch source;
  std::vector<align::Word> numbered;         // content words by a segment's numbers
  std::vector<align::Word> source_numbered;  // a candidate's
  std::vector<SketchedCandidate> sketched;   // best first
  RetrievedBackground background;
  align::AlignScratch aligning;
};

class SourceEvidence {
 public:
  SourceEvidence(const SearchInput& input, EvidenceScratch& scratch);

  // Orders the candidates by their sketches; drops none.
  Result<void> rank_by_sketch();

  // Candidates in a row that are no copies, after which no more are aligned.
  std::size_t max_consecutive_rejects() const;

  // Aligns a candidate. REQUIRES: rank_by_sketch().
  Result<void> align(std::size_t number, AlignedSource& out);

  // The evidence of the source's alignment, or of a part of it.
  align::CopyEvidence evidence_of(const AlignedSource& source,
                                  const align::Alignment& alignment) const;

  // Of a copy, for the best of the index's documents.
  double log_odds(const align::CopyEvidence& evidence) const;
  // Whether it is the best of the index's documents, retold.
  bool is_retold(const AlignedSource& source) const;

 private:
  std::span<const align::Word> window(const WindowedCandidate& candidate) const;
  // Words of the suspect from the first of some content words to the last.
  std::uint32_t words_within(align::WordRange content) const;

  const SearchInput input_;
  EvidenceScratch& scratch_;
  const align::Parameters aligning_;  // with the null of a search
};

}  // namespace despin::search
