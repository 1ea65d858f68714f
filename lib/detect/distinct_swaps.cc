#include "lib/detect/distinct_swaps.h"

#include <tuple>

#include "lib/base/hash.h"

namespace despin::detect {
namespace {

std::uint64_t hash_form(std::span<const decode::InputWord> written) {
  std::uint64_t hash = written.size();
  for (const decode::InputWord& input_word : written)
    hash = base::extend_hash(hash, input_word.word);
  return hash;
}

}  // namespace

SpansByForm::SpansByForm(std::span<const decode::InputWord> input_words,
                         const decode::Decoding& decoding)
    : spans_(decoding.spans) {
  places_.reserve(spans_.size());
  for (std::uint32_t i = 0; i < spans_.size(); ++i) {
    const decode::SwapSpan& span = spans_[i];
    places_.push_back({hash_form(input_words.subspan(span.begin, span.end - span.begin)), i});
  }
  std::sort(places_.begin(), places_.end(), [](const Place& a, const Place& b) {
    return std::tie(a.form, a.span) < std::tie(b.form, b.span);
  });
}

DistinctSwaps count_distinct_swaps(const SpansByForm& spans, std::uint32_t near_words) {
  DistinctSwaps sum;
  spans.visit_excess(
      near_words, [](const decode::SwapSpan& span) { return double{span.posterior}; },
      [&](std::uint32_t, double excess) { sum.swaps += excess; });
  spans.visit_excess(
      near_words,
      [](const decode::SwapSpan& span) {
        return double{span.posterior} * std::max(0.0, double{span.evidence_nats});
      },
      [&](std::uint32_t, double excess) { sum.evidence_nats += excess; });
  return sum;
}

}  // namespace despin::detect
