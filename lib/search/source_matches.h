// lib/search/source_matches.h
// Which candidates a suspect was copied from: each is aligned with it before anything
// is said.
//
//   auto matches = search::match_sources(suspect, tokens, candidates, index, model, options,
//                                        scratch);
//
// Units    Nats. A candidate is the best of all the index's documents, and the best of n
//          unrelated documents gains ln n by chance: that much more evidence is asked of it than
//          of a single original (Bonferroni's correction, in logarithms).
// Threads  A MatchScratch serves one call at a time.
// Errors   kBadIndex.
#pragma once

#include <span>
#include <vector>

#include "despin/index.h"
#include "despin/result.h"
#include "lib/align/align.h"
#include "lib/align/relation.h"
#include "lib/detect/model.h"
#include "lib/index/candidates.h"
#include "lib/index/index.h"
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

// A candidate that holds words of the suspect.
struct VerifiedSource {
  index::Metadata metadata;
  std::vector<align::Word> words;
  align::Alignment alignment;
  std::vector<float> max_word_nats;  // [content words]
  align::Judgement judgement;
};

// A candidate after a glance.
struct Promising {
  double nats = 0;
  std::size_t number = 0;  // of the candidate
};

// A candidate after its alignment.
struct Judged {
  std::size_t number = 0;  // of the candidate
  align::Judgement judgement;
};

struct MatchScratch {
  align::TextWords all;
  align::TextWords content;
  SourceScratch source;
  std::vector<align::Word> numbered;         // the suspect's words of meaning
  std::vector<align::Word> source_numbered;  // a candidate's
  std::vector<Promising> promising;
  RetrievedBackground background;
  align::AlignScratch aligning;
  index::MetadataScratch metadata;
  std::vector<VerifiedSource> verified;
  std::vector<Judged> judged;          // all that were aligned, in that order: for measuring
  std::vector<std::uint32_t> sharing;  // [content words] sources that have the word
};

// REQUIRES: candidates by segment, each document once.
Result<std::vector<SourceMatch>> match_sources(const Suspect& suspect, const text::Tokens& tokens,
                                               std::span<const WindowedCandidate> candidates,
                                               const index::Index& index,
                                               const detect::Model& model,
                                               const SearchOptions& options, MatchScratch& scratch);

}  // namespace despin::search
