#include "lib/search/source_candidates.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
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

// How many candidates each of some windows brings.
std::size_t window_limit(std::size_t windows, std::uint32_t most, const RetrievalRules& rules) {
  return std::clamp<std::size_t>(rules.max_candidates / windows, 1, most);
}

// Of each window the best.
void keep_best_of_windows(std::span<const QueryWindow> windows,
                          std::vector<WindowedCandidate>& candidates) {
  const auto place = [](const WindowedCandidate& c) {
    return std::pair(c.first_token, c.last_token);
  };
  std::sort(candidates.begin(), candidates.end(),
            [&](const WindowedCandidate& a, const WindowedCandidate& b) {
              return place(a) != place(b) ? place(a) < place(b)
                                          : index::better(a.candidate, b.candidate);
            });
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::size_t> limits;
  for (const QueryWindow& window : windows) limits[{window.first, window.last}] = window.limit;
  std::size_t kept = 0;
  std::size_t of_window = 0;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const bool same = i > 0 && place(candidates[i]) == place(candidates[i - 1]);
    of_window = same ? of_window + 1 : 1;
    const auto limit = limits.find(place(candidates[i]));
    if (limit != limits.end() && of_window <= limit->second) candidates[kept++] = candidates[i];
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

std::vector<QueryWindow> windows_of(const detect::Reading& reading, const RetrievalRules& rules) {
  const auto tokens = static_cast<std::uint32_t>(reading.tokens.list.size());
  std::vector<QueryWindow> windows;
  const auto add = [&](std::uint64_t first, std::uint64_t last, std::size_t limit) {
    windows.push_back({static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last), limit});
  };
  const std::uint64_t count = std::max(1U, tokens / rules.window_tokens);
  for (std::uint64_t w = 0; w < count; ++w) {
    add(w * tokens / count, (w + 1) * tokens / count,
        window_limit(count, rules.window_candidates, rules));
  }
  // Halves of a short window; two of them in a row ask together.
  const std::uint64_t pairs = rules.short_windows(tokens);
  for (std::uint64_t w = 0; w < pairs; ++w) {
    add(w * tokens / (pairs + 1), (w + 2) * tokens / (pairs + 1),
        window_limit(pairs, rules.passage_candidates, rules));
  }
  return windows;
}

void count_windows(const detect::Reading& reading, const detect::Model& model,
                   const index::Index& index, const RetrievalRules& rules,
                   RetrievalScratch& scratch, std::vector<std::uint64_t>& out,
                   base::Budget* budget) {
  out.clear();
  detect::NgramWindows ngrams(reading, model, scratch.decoding, scratch.ngrams);
  for (const auto& [first, last, limit] : windows_of(reading, rules)) {
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
  for (const auto& [first, last, limit] : windows) {
    const detect::NgramWindows::Window window = ngrams.of(first, last, budget);
    if (base::ended(budget)) return {};
    collect_query(reading, window, model, first, last, rules.min_weight, scratch.query,
                  scratch.terms);
    index::count_terms(index.segments, scratch.terms, scratch.postings, scratch.counts, budget);
    if (base::ended(budget)) return {};
    if (!own && !take_counts(sums, scratch.counts, all)) return other_counts();
    index::find_candidates(index.segments, scratch.terms, own ? scratch.counts : all, limit,
                           scratch.postings, scratch.found, budget);
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
  keep_best_of_windows(windows_of(reading, rules), candidates);
  keep_once(2 * std::size_t{rules.max_candidates}, candidates);  // of long windows and short ones
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
