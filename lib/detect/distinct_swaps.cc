#include "lib/detect/distinct_swaps.h"

#include <algorithm>
#include <tuple>
#include <vector>

#include "lib/base/hash.h"

namespace despin::detect {
namespace {

struct SpanPlace {
  std::uint64_t form = 0;
  std::uint32_t span = 0;  // rising with the span's begin
};

std::uint64_t hash_form(std::span<const decode::InputWord> written) {
  std::uint64_t hash = written.size();
  for (const decode::InputWord& input_word : written)
    hash = base::extend_hash(hash, input_word.word);
  return hash;
}

}  // namespace

DistinctSwaps count_distinct_swaps(std::span<const decode::InputWord> input_words,
                                   const decode::Decoding& decoding, std::uint32_t near_words) {
  std::vector<SpanPlace> places;
  places.reserve(decoding.spans.size());
  for (std::uint32_t i = 0; i < decoding.spans.size(); ++i) {
    const decode::SwapSpan& span = decoding.spans[i];
    places.push_back({hash_form(input_words.subspan(span.begin, span.end - span.begin)), i});
  }
  std::sort(places.begin(), places.end(), [](const SpanPlace& a, const SpanPlace& b) {
    return std::tie(a.form, a.span) < std::tie(b.form, b.span);
  });
  const auto posterior_of = [](const decode::SwapSpan& span) {
    return static_cast<double>(span.posterior);
  };
  const auto nats_of = [](const decode::SwapSpan& span) {
    return static_cast<double>(span.posterior) *
           std::max(0.0, static_cast<double>(span.evidence_nats));
  };
  DistinctSwaps sum;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const decode::SwapSpan& here = decoding.spans[places[i].span];
    double posterior = 0;  // counted already
    double nats = 0;
    for (std::size_t k = i; k-- > 0 && places[k].form == places[i].form;) {
      const decode::SwapSpan& before = decoding.spans[places[k].span];
      if (here.begin - before.begin >= near_words) break;
      posterior = std::max(posterior, posterior_of(before));
      nats = std::max(nats, nats_of(before));
    }
    sum.swaps += std::max(0.0, posterior_of(here) - posterior);
    sum.evidence_nats += std::max(0.0, nats_of(here) - nats);
  }
  return sum;
}

}  // namespace despin::detect
