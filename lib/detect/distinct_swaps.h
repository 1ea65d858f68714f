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

#include <algorithm>
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

// The spans of a text, those of one form side by side.
class SpansByForm {
 public:
  // Both outlive it. REQUIRES: decoding is of the input words.
  SpansByForm(std::span<const decode::InputWord> input_words, const decode::Decoding& decoding);

  // Calls visit(number, excess) of each span with by how much value(span), 0 or more, exceeds
  // those of spans of its form that begin less than `near_words` before it; 0 at least.
  template <class Value, class Visit>
  void visit_excess(std::uint32_t near_words, Value&& value, Visit&& visit) const {
    for (std::size_t i = 0; i < places_.size(); ++i) {
      const decode::SwapSpan& here = spans_[places_[i].span];
      double counted = 0;
      for (std::size_t k = i; k-- > 0 && places_[k].form == places_[i].form;) {
        const decode::SwapSpan& before = spans_[places_[k].span];
        if (here.begin - before.begin >= near_words) break;
        counted = std::max(counted, value(before));
      }
      visit(places_[i].span, std::max(0.0, value(here) - counted));
    }
  }

 private:
  struct Place {
    std::uint64_t form = 0;
    std::uint32_t span = 0;  // rising with the span's begin
  };

  std::span<const decode::SwapSpan> spans_;
  std::vector<Place> places_;
};

DistinctSwaps count_distinct_swaps(const SpansByForm& spans,
                                   std::uint32_t near_words = DetectParameters{}.near_words);

}  // namespace despin::detect
