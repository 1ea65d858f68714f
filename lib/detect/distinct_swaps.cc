#include "lib/detect/distinct_swaps.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <tuple>

#include "lib/base/hash.h"

namespace despin::detect {
namespace {

struct SpanPlace {
  std::uint64_t form = 0;
  std::uint32_t begin = 0;
  std::uint32_t span = 0;
};

std::uint64_t hash_form(std::span<const decode::InputWord> written) {
  std::uint64_t hash = written.size();
  for (const decode::InputWord& input_word : written)
    hash = base::extend_hash(hash, input_word.word);
  return hash;
}

}  // namespace

std::vector<double> excess_over_near(std::span<const decode::InputWord> input_words,
                                     const decode::Decoding& decoding, std::uint32_t near_words,
                                     std::span<const double> values) {
  std::vector<SpanPlace> places;
  places.reserve(decoding.spans.size());
  for (std::uint32_t i = 0; i < decoding.spans.size(); ++i) {
    const decode::SwapSpan& span = decoding.spans[i];
    places.push_back(
        {hash_form(input_words.subspan(span.begin, span.end - span.begin)), span.begin, i});
  }
  std::sort(places.begin(), places.end(), [](const SpanPlace& a, const SpanPlace& b) {
    return std::tie(a.form, a.begin) < std::tie(b.form, b.begin);
  });
  std::vector<double> excess(values.size());
  for (std::size_t i = 0; i < places.size(); ++i) {
    const SpanPlace& here = places[i];
    double counted = 0;
    for (std::size_t k = i;
         k-- > 0 && places[k].form == here.form && here.begin - places[k].begin < near_words;) {
      counted = std::max(counted, values[places[k].span]);
    }
    excess[here.span] = std::max(0.0, values[here.span] - counted);
  }
  return excess;
}

DistinctSwaps count_distinct_swaps(std::span<const decode::InputWord> input_words,
                                   const decode::Decoding& decoding, std::uint32_t near_words) {
  std::vector<double> posteriors;
  std::vector<double> nats;
  for (const decode::SwapSpan& span : decoding.spans) {
    posteriors.push_back(double{span.posterior});
    nats.push_back(posteriors.back() * std::max(0.0, double{span.evidence_nats}));
  }
  const auto sum_of_excess = [&](std::span<const double> values) {
    const std::vector<double> excess = excess_over_near(input_words, decoding, near_words, values);
    return std::accumulate(excess.begin(), excess.end(), 0.0);
  };
  return {sum_of_excess(posteriors), sum_of_excess(nats)};
}

}  // namespace despin::detect
