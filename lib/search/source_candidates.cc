#include "lib/search/source_candidates.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace despin::search {
namespace {

// Keeps each document once, with the window that it fits best.
void merge_windows(std::size_t max_candidates, std::vector<WindowedCandidate>& candidates) {
  const auto better = [](const WindowedCandidate& a, const WindowedCandidate& b) {
    if (a.candidate.score_nats != b.candidate.score_nats) {
      return a.candidate.score_nats > b.candidate.score_nats;
    }
    return a.first_token < b.first_token;
  };
  const auto place = [](const WindowedCandidate& c) {
    return std::pair(c.candidate.segment, c.candidate.document);
  };
  const auto by_place = [&](const WindowedCandidate& a, const WindowedCandidate& b) {
    return place(a) < place(b);
  };
  std::sort(candidates.begin(), candidates.end(), better);
  std::stable_sort(candidates.begin(), candidates.end(), by_place);
  candidates.erase(std::unique(candidates.begin(), candidates.end(),
                               [&](const auto& a, const auto& b) { return place(a) == place(b); }),
                   candidates.end());
  if (candidates.size() <= max_candidates) return;
  std::stable_sort(candidates.begin(), candidates.end(), better);
  candidates.resize(max_candidates);
  std::sort(candidates.begin(), candidates.end(), by_place);
}

}  // namespace

void collect_candidates(const detect::Reading& reading, const detect::Model& model,
                        const index::Index& index, const RetrievalRules& rules,
                        RetrievalScratch& scratch, std::vector<WindowedCandidate>& out,
                        base::Budget* budget) {
  out.clear();
  if (index.segments.empty()) return;
  const auto tokens = static_cast<std::uint32_t>(reading.tokens.list.size());
  const std::uint32_t windows = std::max(1U, tokens / rules.window_tokens);
  const std::size_t limit =
      std::clamp<std::size_t>(rules.max_candidates / windows, 1, rules.window_candidates);
  detect::NgramWindows ngrams(reading, model, scratch.decoding, scratch.ngrams);
  for (std::uint64_t w = 0; w < windows; ++w) {
    const auto first = static_cast<std::uint32_t>(w * tokens / windows);
    const auto last = static_cast<std::uint32_t>((w + 1) * tokens / windows);
    const detect::NgramWindows::Window window = ngrams.of(first, last, budget);
    if (base::ended(budget)) return;
    collect_query(reading, window, model, first, last, rules.min_weight, scratch.query,
                  scratch.terms);
    index::find_candidates(index.segments, scratch.terms, limit, scratch.postings, scratch.found,
                           budget);
    if (base::ended(budget)) return;
    for (const index::RetrievalCandidate& candidate : scratch.found)
      out.push_back({candidate, first, last});
  }
  merge_windows(rules.max_candidates, out);
}

}  // namespace despin::search
