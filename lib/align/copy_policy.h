// lib/align/copy_policy.h
// Is a text a copy? Two policies over the same evidence.
//
//   Relation r = align::judge_given_original(evidence);          // compare: one given original
//   double odds = align::judge_best_of_many(evidence, documents);  // search: the best of n
//
// A comparison has one original to ask about. A search has the best of all documents: of n
// unrelated documents the best gains ln n by chance, and templates and stock phrases are among
// them. So how the evidence is spread counts there as well: a copy covers the suspect evenly;
// unrelated documents share a sentence, or words that their neighbors have too, with much added
// and dropped between.
//
// Units    Nats, and natural log-odds: at 0 and above is less than one text in 10,000 that has no
//          source (lib/search/README.md, One original, or the best of many).
// Threads  Stateless.
#pragma once

#include <cstdint>

#include "despin/comparison.h"
#include "lib/align/parameters.h"

namespace despin::align {

struct CopyEvidence;

// Of a copy only: verbatim, or spun if most of the swaps are a dictionary's, or reworded.
Relation relation_of_copy(const CopyEvidence& evidence, const GivenOriginalPolicy& policy = {});

Relation judge_given_original(const CopyEvidence& evidence, const GivenOriginalPolicy& policy = {});

// The shares of a spun copy take `-shares.kept` nats from each kept word; where all of the suspect
// was kept, it gets them back. Texts that the language model has read surprise it little, and
// would else be missed where they are unchanged.
void undo_swap_prior(const Shares& shares, const BestOfManyPolicy& policy, CopyEvidence& evidence);

// Log-odds of a copy; `documents` is the number of those searched.
double judge_best_of_many(const CopyEvidence& evidence, std::uint64_t documents,
                          const BestOfManyPolicy& policy = {});

}  // namespace despin::align
