#include "lib/detect/consistency.h"

#include <algorithm>
#include <tuple>
#include <vector>

#include "lib/base/hash.h"

namespace despin::detect {
namespace {

struct Place {
  std::uint64_t form = 0;
  std::uint32_t begin = 0;
  double posterior = 0;
  double nats = 0;
};

std::uint64_t hash_form(std::span<const decode::Symbol> written) {
  std::uint64_t hash = written.size();
  for (const decode::Symbol& symbol : written) hash = base::extend_hash(hash, symbol.word);
  return hash;
}

}  // namespace

Distinct count_distinct(std::span<const decode::Symbol> symbols, const decode::Decoding& decoding) {
  std::vector<Place> places;
  places.reserve(decoding.spans.size());
  for (const decode::Span& span : decoding.spans) {
    const auto posterior = static_cast<double>(span.posterior);
    places.push_back({hash_form(symbols.subspan(span.begin, span.end - span.begin)), span.begin,
                      posterior,
                      posterior * std::max(0.0, static_cast<double>(span.evidence_nats))});
  }
  std::sort(places.begin(), places.end(), [](const Place& a, const Place& b) {
    return std::tie(a.form, a.begin) < std::tie(b.form, b.begin);
  });
  Distinct sum;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const Place& here = places[i];
    double posterior = 0;  // counted already
    double nats = 0;
    for (std::size_t k = i;
         k-- > 0 && places[k].form == here.form && here.begin - places[k].begin < kNearWords;) {
      posterior = std::max(posterior, places[k].posterior);
      nats = std::max(nats, places[k].nats);
    }
    sum.swaps += std::max(0.0, here.posterior - posterior);
    sum.evidence_nats += std::max(0.0, here.nats - nats);
  }
  return sum;
}

}  // namespace despin::detect
