#include "lib/search/source_candidates.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace despin::search {
namespace {

Error other_counts() {
  return {ErrorCode::kBadInput,
          "counts that are not those of this suspect; expected the sum of what every shard has "
          "counted for it, by one version of the library and one model"};
}

// Takes a window's counts off the front. False if there are none, or fewer than `own`, which they
// have been added to.
bool take_counts(std::span<const std::uint64_t>& sums, const index::Counts& own,
                 index::Counts& out) {
  if (sums.size() < 2 + 2 * own.terms.size()) return false;
  out.documents = sums[0];
  out.stored_terms = sums[1];
  bool more = out.documents >= own.documents && out.stored_terms >= own.stored_terms;
  out.terms.clear();
  for (std::size_t t = 0; t < own.terms.size(); ++t) {
    const index::TermCounts term{sums[2 + 2 * t], sums[3 + 2 * t]};
    more = more && term.documents >= own.terms[t].documents && term.documents >= term.postings &&
           term.postings >= own.terms[t].postings && term.documents <= out.documents;
    out.terms.push_back(term);
  }
  sums = sums.subspan(2 + 2 * own.terms.size());
  return more;
}

// How many candidates a window brings.
std::size_t window_limit(std::size_t windows, const RetrievalRules& rules) {
  return std::clamp<std::size_t>(rules.max_candidates / windows, 1, rules.window_candidates);
}

// Of each window the best `limit`.
void keep_best_of_windows(std::size_t limit, std::vector<WindowedCandidate>& candidates) {
  std::sort(candidates.begin(), candidates.end(),
            [](const WindowedCandidate& a, const WindowedCandidate& b) {
              return a.first_token != b.first_token ? a.first_token < b.first_token
                                                    : index::better(a.candidate, b.candidate);
            });
  std::size_t kept = 0;
  std::size_t of_window = 0;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const bool same = i > 0 && candidates[i].first_token == candidates[i - 1].first_token;
    of_window = same ? of_window + 1 : 1;
    if (of_window <= limit) candidates[kept++] = candidates[i];
  }
  candidates.resize(kept);
}

// Keeps each document once, with the window that it fits best.
void keep_once(std::size_t max_candidates, std::vector<WindowedCandidate>& candidates) {
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

std::vector<std::pair<std::uint32_t, std::uint32_t>> windows_of(const detect::Reading& reading,
                                                                const RetrievalRules& rules) {
  const auto tokens = static_cast<std::uint32_t>(reading.tokens.list.size());
  const std::uint64_t count = std::max(1U, tokens / rules.window_tokens);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> windows;
  for (std::uint64_t w = 0; w < count; ++w) {
    windows.emplace_back(static_cast<std::uint32_t>(w * tokens / count),
                         static_cast<std::uint32_t>((w + 1) * tokens / count));
  }
  return windows;
}

void count_windows(const detect::Reading& reading, const detect::Model& model,
                   const index::Index& index, const RetrievalRules& rules,
                   RetrievalScratch& scratch, std::vector<std::uint64_t>& out,
                   base::Budget* budget) {
  out.clear();
  detect::NgramWindows ngrams(reading, model, scratch.decoding, scratch.ngrams);
  for (const auto& [first, last] : windows_of(reading, rules)) {
    const detect::NgramWindows::Window window = ngrams.of(first, last, budget);
    if (base::ended(budget)) return;
    collect_query(reading, window, model, first, last, rules.min_weight, scratch.query,
                  scratch.terms);
    index::count_terms(index.segments, scratch.terms, scratch.postings, scratch.counts, budget);
    if (base::ended(budget)) return;
    out.insert(out.end(), {scratch.counts.documents, scratch.counts.stored_terms});
    for (const index::TermCounts& term : scratch.counts.terms) {
      out.insert(out.end(), {term.documents, term.postings});
    }
  }
}

Result<void> collect_by_window(const detect::Reading& reading, const detect::Model& model,
                               const index::Index& index, const RetrievalRules& rules,
                               std::span<const std::uint64_t> sums, RetrievalScratch& scratch,
                               std::vector<WindowedCandidate>& out, base::Budget* budget) {
  out.clear();
  if (index.segments.empty()) return {};
  const auto windows = windows_of(reading, rules);
  const bool own = sums.empty();
  index::Counts all;
  detect::NgramWindows ngrams(reading, model, scratch.decoding, scratch.ngrams);
  for (const auto& [first, last] : windows) {
    const detect::NgramWindows::Window window = ngrams.of(first, last, budget);
    if (base::ended(budget)) return {};
    collect_query(reading, window, model, first, last, rules.min_weight, scratch.query,
                  scratch.terms);
    index::count_terms(index.segments, scratch.terms, scratch.postings, scratch.counts, budget);
    if (base::ended(budget)) return {};
    if (!own && !take_counts(sums, scratch.counts, all)) return other_counts();
    index::find_candidates(index.segments, scratch.terms, own ? scratch.counts : all,
                           window_limit(windows.size(), rules), scratch.postings, scratch.found,
                           budget);
    if (base::ended(budget)) return {};
    for (const index::RetrievalCandidate& candidate : scratch.found) {
      out.push_back({candidate, first, last});
    }
  }
  if (!sums.empty()) return other_counts();
  return {};
}

void merge_windows(const detect::Reading& reading, const RetrievalRules& rules,
                   std::vector<WindowedCandidate>& candidates) {
  keep_best_of_windows(window_limit(windows_of(reading, rules).size(), rules), candidates);
  keep_once(rules.max_candidates, candidates);
}

void collect_candidates(const detect::Reading& reading, const detect::Model& model,
                        const index::Index& index, const RetrievalRules& rules,
                        RetrievalScratch& scratch, std::vector<WindowedCandidate>& out,
                        base::Budget* budget) {
  // Without counts there are none to be wrong.
  static_cast<void>(collect_by_window(reading, model, index, rules, {}, scratch, out, budget));
  if (!base::ended(budget)) merge_windows(reading, rules, out);
}

}  // namespace despin::search
