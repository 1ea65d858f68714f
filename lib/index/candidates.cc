#include "lib/index/candidates.h"

#include <algorithm>
#include <optional>

#include "lib/base/exact_math.h"
#include "lib/index/chance.h"

namespace despin::index {
namespace {

// Postings read for one window of a suspect. Measured on a million documents, for articles with
// half of their words swapped and for paragraphs: half and twice as many find the same sources;
// reading all of them, up to two million, makes a search a third longer.
constexpr std::uint64_t kMaxPostings = 200'000;

// What a unit of a Budget does.
constexpr std::uint64_t kPostingsAUnit = 100;
constexpr std::uint64_t kDocumentsAUnit = 2'000;

// Keeps the `limit` best candidates in a heap whose front is the worst.
void keep_best(std::vector<RetrievalCandidate>& heap, std::size_t limit,
               const RetrievalCandidate& candidate) {
  if (heap.size() == limit && !better(candidate, heap.front())) return;
  if (heap.size() == limit) {
    std::pop_heap(heap.begin(), heap.end(), better);
    heap.pop_back();
  }
  heap.push_back(candidate);
  std::push_heap(heap.begin(), heap.end(), better);
}

// Whether one of a block's scores is above `bound`. Has no branch, so that the compiler vectorizes
// it. Most documents are skipped here.
constexpr std::size_t kBlock = 32;
bool any_above(const float* scores, float bound) {
  int above = 0;
  for (std::size_t k = 0; k < kBlock; ++k) above |= scores[k] > bound ? 1 : 0;
  return above != 0;
}

// A weighted term of the query.
struct Weighed {
  std::size_t term = 0;
  float nats = 0;
  float frequency = 0;         // share of documents that hold it
  std::uint64_t postings = 0;  // number to be read for it
};

// Keeps the terms with the most nats per posting, up to the limit of postings.
void keep_telling(std::vector<Weighed>& weighed) {
  std::stable_sort(weighed.begin(), weighed.end(), [](const Weighed& a, const Weighed& b) {
    return a.nats * static_cast<float>(b.postings) > b.nats * static_cast<float>(a.postings);
  });
  std::uint64_t postings = 0;
  std::size_t kept = 0;
  while (kept < weighed.size() && postings + weighed[kept].postings <= kMaxPostings) {
    postings += weighed[kept++].postings;
  }
  weighed.resize(std::max(kept, std::min<std::size_t>(weighed.size(), 1)));
}

}  // namespace

bool better(const RetrievalCandidate& a, const RetrievalCandidate& b) {
  if (a.score_nats != b.score_nats) return a.score_nats > b.score_nats;
  if (a.segment != b.segment) return a.segment < b.segment;
  return a.document < b.document;
}

void count_terms(std::span<const std::shared_ptr<const Segment>> segments,
                 std::span<const QueryTerm> terms, CandidateScratch& scratch, Counts& out,
                 base::Budget* budget) {
  out.documents = 0;
  out.stored_terms = 0;
  for (const auto& segment : segments) {
    out.documents += segment->documents();
    out.stored_terms += segment->stored_terms();
  }
  out.terms.assign(terms.size(), {});
  scratch.found.assign(terms.size() * segments.size(), std::nullopt);
  for (std::size_t t = 0; t < terms.size(); ++t) {
    if (!base::may_go_on(budget, 2 * segments.size())) return;
    for (std::size_t s = 0; s < segments.size(); ++s) {
      Term term;
      if (!segments[s]->find(terms[t].term, term)) continue;
      out.terms[t].documents += term.documents;
      if (!segments[s]->has_postings(term)) continue;
      scratch.found[s * terms.size() + t] = term;
      out.terms[t].postings += term.documents;
    }
  }
}

void find_candidates(std::span<const std::shared_ptr<const Segment>> segments,
                     std::span<const QueryTerm> terms, const Counts& counts, std::size_t limit,
                     CandidateScratch& scratch, std::vector<RetrievalCandidate>& out,
                     base::Budget* budget) {
  out.clear();
  const auto documents = counts.documents;
  const std::uint64_t stored_terms = counts.stored_terms + 1;
  std::vector<Weighed> weighed;
  for (std::size_t t = 0; t < terms.size(); ++t) {
    const auto [frequency, postings] = counts.terms[t];
    if (postings == 0) continue;
    Weighed one{.term = t, .postings = postings};
    // One more than there are, so that the terms of a single document have a weight as well.
    one.nats =
        terms[t].weight * static_cast<float>(base::exact_log(static_cast<double>(documents + 1) /
                                                             static_cast<double>(frequency)));
    one.frequency = static_cast<float>(frequency) / static_cast<float>(documents);
    weighed.push_back(one);
  }
  keep_telling(weighed);
  std::vector<float> nats;
  std::vector<float> frequencies;
  for (const Weighed& one : weighed) {
    nats.push_back(one.nats);
    frequencies.push_back(one.frequency);
  }
  const Chance chance(nats, frequencies);
  for (std::size_t s = 0; s < segments.size(); ++s) {
    const Segment& segment = *segments[s];
    if (!base::may_go_on(budget, segment.documents() / kDocumentsAUnit)) return;
    scratch.scores.assign(segment.documents(), 0.0F);
    for (const Weighed& one : weighed) {
      const auto& term = scratch.found[s * terms.size() + one.term];
      if (!term) continue;
      if (!base::may_go_on(budget, 1 + term->documents / kPostingsAUnit)) return;
      segment.for_each_posting(*term, [&scores = scratch.scores, gain = one.nats](
                                          std::uint32_t document) { scores[document] += gain; });
    }
    scratch.scores.resize((scratch.scores.size() + kBlock - 1) / kBlock * kBlock, 0.0F);
    float worst = out.size() < limit ? 0 : out.front().score_nats;
    for (std::size_t block = 0; block < scratch.scores.size(); block += kBlock) {
      if (!any_above(scratch.scores.data() + block, worst)) continue;
      for (std::size_t d = block; d < block + kBlock; ++d) {
        if (scratch.scores[d] <= worst) continue;
        const auto document = static_cast<std::uint32_t>(d);
        if (segment.is_removed(document)) continue;
        const double length = static_cast<double>(segment.term_count(document)) *
                              static_cast<double>(documents) / static_cast<double>(stored_terms);
        const float score = scratch.scores[d] - static_cast<float>(chance.nats(length));
        if (score > 0) keep_best(out, limit, {static_cast<std::uint32_t>(s), document, score});
        if (out.size() == limit) worst = out.front().score_nats;
      }
    }
  }
  std::sort_heap(out.begin(), out.end(), better);
}

}  // namespace despin::index
