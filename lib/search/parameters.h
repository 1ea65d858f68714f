// lib/search/parameters.h
// The numbers of a search: what is asked of an index, and what is asked of a match. Here are the
// defaults, for models that do not bring their own.
// A model may change them by its section SRCH (lib/format/parameters.h); initial values are frozen.
//
// Units    Nats, tokens, and shares between 0 and 1. float or double is part of a number.
// Notes    models/cards/notes/2026-11-30-search-odds.md and 2026-12-01-search-passages.md.
#pragma once

#include <cstdint>

#include "lib/align/parameters.h"

namespace despin::search {

// What an index is asked for.
struct RetrievalRules {
  // Query terms less likely than this bring more unrelated documents than sources. By hand.
  float min_weight = 0.02F;
  // Tokens that ask together: one article of a page of many is found by its own words. By hand.
  std::uint32_t window_tokens = 1000;
  // Candidates that a window of the suspect brings, and all of them: beyond 16 windows each
  // brings fewer. With 32, 98 in 100 paragraphs that have 30 % of their words swapped are found
  // among a million documents (docs/benchmarks.md, Searching).
  std::uint32_t window_candidates = 32;
  std::uint32_t max_candidates = 512;
  // Of a suspect half as long again or more, windows of so many tokens ask as well, each begun in
  // the middle of the one before: a copied paragraph is found by its own words in any page. And the
  // candidates that such a window brings (note of 2026-12-01, Windows).
  std::uint32_t passage_tokens = 100;
  std::uint32_t passage_candidates = 8;

  // How many short windows a suspect of so many tokens has.
  std::uint64_t short_windows(std::uint64_t tokens) const noexcept {
    const std::uint64_t halves = 2 * tokens / passage_tokens;
    return halves < 3 ? 0 : halves - 1;
  }
};

// The topic null of a search, where it is not that of a comparison (align::TopicNull). By hand, on
// unindexed texts among a million documents.
struct SearchNull {
  // An unrelated document's swaps fit by less than his words.
  double swap_discount = 0.3;
  // Of a million unrelated documents hardly one has the suspect's names in its order, as the
  // author of the other report of an event has them.
  double max_entity_nats = 3;
  // A candidate that has more than this share of what the aligned one has is a copy too, and no
  // background (RetrievedBackground).
  double max_background_share = 0.5;
  // A suspect with more than this share of its words quoted has no others to be judged by.
  double max_quoted_share = 0.5;
};

struct Parameters {
  RetrievalRules retrieval;
  // Candidates in a row that were no copies, after which no more are aligned: a copy is seldom
  // that far down the order of sketches. By hand.
  std::uint32_t max_consecutive_rejects = 4;
  // The same where short windows asked: the order of sketches is worse in a page, where the rest
  // has documents of its own topic.
  std::uint32_t max_consecutive_page_rejects = 8;
  SearchNull null;
  align::BestOfManyPolicy policy;

  static const format::ParameterTable<Parameters>& table();  // section SRCH
};

inline constexpr Parameters kDefaultParameters{};

}  // namespace despin::search
