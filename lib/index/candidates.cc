#include "lib/index/candidates.h"

#include <algorithm>
#include <optional>

#include "lib/base/exact_math.h"
#include "lib/index/chance.h"

namespace despin::index {
namespace {

bool better(const Candidate& a, const Candidate& b) {
  if (a.score_nats != b.score_nats) return a.score_nats > b.score_nats;
  if (a.segment != b.segment) return a.segment < b.segment;
  return a.document < b.document;
}

// Keeps the `limit` best of what it is shown, in a heap whose front is the worst.
void keep_best(std::vector<Candidate>& heap, std::size_t limit, const Candidate& candidate) {
  if (heap.size() == limit && !better(candidate, heap.front())) return;
  if (heap.size() == limit) {
    std::pop_heap(heap.begin(), heap.end(), better);
    heap.pop_back();
  }
  heap.push_back(candidate);
  std::push_heap(heap.begin(), heap.end(), better);
}

}  // namespace

void find_candidates(std::span<const std::shared_ptr<const Segment>> segments,
                     std::span<const QueryTerm> terms, std::size_t limit, CandidateScratch& scratch,
                     std::vector<Candidate>& out) {
  out.clear();
  std::uint64_t documents = 0;
  std::uint64_t stored_terms = 1;
  for (const auto& segment : segments) {
    documents += segment->documents();
    stored_terms += segment->stored_terms();
  }
  std::vector<std::optional<Term>> found(terms.size() * segments.size());
  std::vector<float> nats(terms.size());
  std::vector<float> frequencies(terms.size());
  for (std::size_t t = 0; t < terms.size(); ++t) {
    std::uint64_t frequency = 0;
    bool listed = false;
    for (std::size_t s = 0; s < segments.size(); ++s) {
      Term term;
      if (!segments[s]->find(terms[t].term, term)) continue;
      frequency += term.documents;
      if (!segments[s]->has_postings(term)) continue;
      found[s * terms.size() + t] = term;
      listed = true;
    }
    if (!listed) continue;
    // One more than there are, so that the words of an only document tell something as well.
    nats[t] =
        terms[t].weight * static_cast<float>(base::exact_log(static_cast<double>(documents + 1) /
                                                             static_cast<double>(frequency)));
    frequencies[t] = static_cast<float>(frequency) / static_cast<float>(documents);
  }
  const Chance chance(nats, frequencies);
  for (std::size_t s = 0; s < segments.size(); ++s) {
    const Segment& segment = *segments[s];
    scratch.scores.assign(segment.documents(), 0.0F);
    for (std::size_t t = 0; t < terms.size(); ++t) {
      const auto& term = found[s * terms.size() + t];
      if (!term || nats[t] <= 0) continue;
      segment.for_each_posting(*term, [&scores = scratch.scores, gain = nats[t]](
                                          std::uint32_t document) { scores[document] += gain; });
    }
    float worst = 0;  // of the candidates kept; most documents are below it
    for (std::uint32_t d = 0; d < segment.documents(); ++d) {
      if (scratch.scores[d] <= worst) continue;
      const double length = static_cast<double>(segment.term_count(d)) *
                            static_cast<double>(documents) / static_cast<double>(stored_terms);
      const float score = scratch.scores[d] - static_cast<float>(chance.nats(length));
      if (score > 0) keep_best(out, limit, {static_cast<std::uint32_t>(s), d, score});
      if (out.size() == limit) worst = out.front().score_nats;
    }
  }
  std::sort_heap(out.begin(), out.end(), better);
}

}  // namespace despin::index
