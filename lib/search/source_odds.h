// lib/search/source_odds.h
// How likely it is that a suspect was copied from a document that a search has found.
//
//   if (search::copy_log_odds(judgement, documents) >= 0) report(document);
//
// align::judge() has one original to ask about. A search has the best of all documents: of n
// unrelated documents the best gains ln n by chance, and templates and stock phrases are among
// them. So how the evidence is spread counts as well: a copy covers the suspect evenly, unrelated
// documents share a sentence, or words that their neighbors have too, with much added and dropped
// between.
//
// Units    Natural log-odds; at 0 and above lies less than one text in 10,000 that has no
//          source (lib/search/README.md, "One original, or the best of many").
// Threads  Stateless.
// Method   Logistic regression on texts spun at 30 and 50 % against the best unrelated documents of
//          unindexed ones among a million documents (tests/bench/search/fit_odds.py), within
//          bounds set by hand.
#pragma once

#include <cstdint>

#include "lib/align/relation.h"

namespace despin::search {

// The shares of a spun copy (align::kOfContentWords) take a nat from each kept word; where all of
// the suspect was kept it gets them back. Texts that the language model has read surprise it
// little, and would else be missed where they stand unchanged.
void credit_verbatim(align::Judgement& judgement);

double copy_log_odds(const align::Judgement& judgement, std::uint64_t documents);

}  // namespace despin::search
