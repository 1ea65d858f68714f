#include "despin/source_index.h"

#include <algorithm>
#include <utility>

#include "lib/detect/analysis.h"
#include "lib/detect/detector_impl.h"
#include "lib/detect/query.h"
#include "lib/detect/source_matches.h"
#include "lib/index/candidates.h"
#include "lib/index/index.h"

namespace despin {
inline namespace v1 {
namespace {

// Candidates that a window of the suspect brings, and all of them: beyond 16 windows each
// brings fewer. With 32, 98 in 100 paragraphs that have 30 % of their words swapped are found
// among a million documents (README.md, Figures).
constexpr std::size_t kWindowCandidates = 32;
constexpr std::size_t kMaxCandidates = 512;
// Tokens that ask together: one article of a page of many is found by its own words.
constexpr std::uint32_t kWindow = 1000;

using detect::WindowedCandidate;

// Keeps each document once, with the window that it fits best.
void merge_windows(std::vector<WindowedCandidate>& candidates) {
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
  if (candidates.size() <= kMaxCandidates) return;
  std::stable_sort(candidates.begin(), candidates.end(), better);
  candidates.resize(kMaxCandidates);
  std::sort(candidates.begin(), candidates.end(), by_place);
}

void collect_candidates(std::string_view text, const detect::Model& model,
                        const index::Index& index, const detect::Analysis& analysis,
                        detect::QueryScratch& query, index::CandidateScratch& scratch,
                        std::vector<WindowedCandidate>& out) {
  out.clear();
  std::vector<index::QueryTerm> terms;
  std::vector<index::Candidate> found;
  const auto tokens = static_cast<std::uint32_t>(analysis.tokens.list.size());
  const std::uint32_t windows = std::max(1U, tokens / kWindow);
  const std::size_t limit = std::clamp<std::size_t>(kMaxCandidates / windows, 1, kWindowCandidates);
  for (std::uint64_t w = 0; w < windows; ++w) {
    const auto first = static_cast<std::uint32_t>(w * tokens / windows);
    const auto last = static_cast<std::uint32_t>((w + 1) * tokens / windows);
    detect::collect_query(text, analysis, model.vocabulary, first, last, query, terms);
    index::find_candidates(index.segments, terms, limit, scratch, found);
    for (const index::Candidate& candidate : found) out.push_back({candidate, first, last});
  }
  merge_windows(out);
}

}  // namespace

struct SearchWorkspace::Impl {
  detect::Analysis analysis;
  detect::QueryScratch query;
  index::CandidateScratch retrieval;
  std::vector<WindowedCandidate> candidates;
  detect::MatchScratch matching;
};

SearchWorkspace::SearchWorkspace() : impl_(std::make_unique<Impl>()) {}
SearchWorkspace::~SearchWorkspace() = default;
SearchWorkspace::SearchWorkspace(SearchWorkspace&&) noexcept = default;
SearchWorkspace& SearchWorkspace::operator=(SearchWorkspace&&) noexcept = default;

struct SourceIndex::Impl {
  std::shared_ptr<const Detector::Impl> detector;
  index::Index index;
  IndexStatistics statistics;
};

SourceIndex::SourceIndex(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}

Result<SourceIndex> SourceIndex::open(const std::string& folder, const Detector& detector) {
  auto index = index::open_index(folder);
  if (!index) return index.error();
  IndexStatistics statistics = index::statistics_of(*index);
  return SourceIndex(
      std::make_shared<const Impl>(Impl{detector.impl_, std::move(*index), std::move(statistics)}));
}

const IndexStatistics& SourceIndex::statistics() const { return impl_->statistics; }

Result<std::vector<SourceMatch>> SourceIndex::search(const Suspect& suspect,
                                                     SearchWorkspace& scratch,
                                                     const SearchOptions& options) const {
  if (!scratch.impl_) scratch.impl_ = std::make_unique<SearchWorkspace::Impl>();  // moved from
  SearchWorkspace::Impl& work = *scratch.impl_;
  const detect::Model& model = impl_->detector->model;
  // Readings are only asked for terms here; the alignment proves what was swapped.
  if (auto ok = detect::analyse(suspect.text, model.vocabulary, impl_->detector->quick_decoder,
                                work.analysis);
      !ok) {
    return ok.error();
  }
  collect_candidates(suspect.text, model, impl_->index, work.analysis, work.query, work.retrieval,
                     work.candidates);
  return detect::match_sources(suspect, work.analysis.tokens, work.candidates, impl_->index, model,
                               options, work.matching);
}

}  // namespace v1
}  // namespace despin
