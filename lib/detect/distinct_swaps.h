// lib/detect/distinct_swaps.h
// How many different things a text's swaps are, not how often they are said.
//
//   const detect::DistinctSwaps d = detect::count_distinct_swaps(input_words, decoding);
//
// A writer repeats her terms, and one that looks like a swap ("instance", in a page
// about instances) looks like one each time. A spinner's swaps differ from place to
// place.
//
// Units    Sums over spans, a form that stands again within `near_words` words counting only
//          for what it was not counted for before.
// Threads  Stateless.
// Cost     O(n log n) of spans.
// Method   A cache of the text's own words (Kuhn and De Mori 1990) over a window, so that
//          rates of texts of any length compare.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "lib/decode/decoder.h"
#include "lib/detect/parameters.h"

namespace despin::detect {

struct DistinctSwaps {
  double swaps = 0;          // expected number: posteriors
  double evidence_nats = 0;  // posterior times evidence, where that is above 0
};

// Of each span: by how much its value exceeds those of spans of the same form that begin less than
// `near_words` before it; 0 at least. REQUIRES: one value a span; decoding is of the input words.
std::vector<double> excess_over_near(std::span<const decode::InputWord> input_words,
                                     const decode::Decoding& decoding, std::uint32_t near_words,
                                     std::span<const double> values);

// REQUIRES: decoding is of the input words.
DistinctSwaps count_distinct_swaps(std::span<const decode::InputWord> input_words,
                                   const decode::Decoding& decoding,
                                   std::uint32_t near_words = DetectParameters{}.near_words);

}  // namespace despin::detect
