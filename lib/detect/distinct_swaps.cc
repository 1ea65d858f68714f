#include "lib/detect/distinct_swaps.h"

#include <algorithm>
#include <tuple>
#include <vector>

#include "lib/base/hash.h"

namespace despin::detect {
namespace {

struct SpanPlace {
  std::uint64_t form = 0;
  std::uint32_t begin = 0;
  double posterior = 0;
  double nats = 0;
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
  for (const decode::SwapSpan& span : decoding.spans) {
    const auto posterior = static_cast<double>(span.posterior);
    places.push_back({hash_form(input_words.subspan(span.begin, span.end - span.begin)), span.begin,
                      posterior,
                      posterior * std::max(0.0, static_cast<double>(span.evidence_nats))});
  }
  std::sort(places.begin(), places.end(), [](const SpanPlace& a, const SpanPlace& b) {
    return std::tie(a.form, a.begin) < std::tie(b.form, b.begin);
  });
  DistinctSwaps sum;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const SpanPlace& here = places[i];
    double posterior = 0;  // counted already
    double nats = 0;
    for (std::size_t k = i;
         k-- > 0 && places[k].form == here.form && here.begin - places[k].begin < near_words;) {
      posterior = std::max(posterior, places[k].posterior);
      nats = std::max(nats, places[k].nats);
    }
    sum.swaps += std::max(0.0, here.posterior - posterior);
    sum.evidence_nats += std::max(0.0, here.nats - nats);
  }
  return sum;
}

}  // namespace despin::detect
