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

// Candidates aligned for each window of the suspect. At a million documents the source
// is the first of them for 99 in 100 paragraphs with 30 % of their words swapped.
constexpr std::size_t kCandidates = 32;
// Tokens that ask together: one article of a page of many is found by its own words.
constexpr std::uint32_t kWindow = 1000;

// Candidates of all windows, each once.
void collect_candidates(std::string_view text, const detect::Model& model,
                        const index::Index& index, const detect::Analysis& analysis,
                        detect::QueryScratch& query, index::CandidateScratch& scratch,
                        std::vector<index::Candidate>& out) {
  out.clear();
  std::vector<index::QueryTerm> terms;
  std::vector<index::Candidate> found;
  const auto tokens = static_cast<std::uint32_t>(analysis.tokens.list.size());
  const std::uint32_t windows = std::max(1U, tokens / kWindow);
  for (std::uint32_t w = 0; w < windows; ++w) {
    const auto edge = [&](std::uint64_t n) {
      return static_cast<std::uint32_t>(n * tokens / windows);
    };
    detect::collect_query(text, analysis, model.vocabulary, edge(w), edge(w + 1), query, terms);
    index::find_candidates(index.segments, terms, kCandidates, scratch, found);
    out.insert(out.end(), found.begin(), found.end());
  }
  const auto place = [](const index::Candidate& c) { return std::pair(c.segment, c.document); };
  std::sort(out.begin(), out.end(),
            [&](const auto& a, const auto& b) { return place(a) < place(b); });
  out.erase(std::unique(out.begin(), out.end(),
                        [&](const auto& a, const auto& b) { return place(a) == place(b); }),
            out.end());
}

}  // namespace

struct SearchWorkspace::Impl {
  detect::Analysis analysis;
  detect::QueryScratch query;
  index::CandidateScratch retrieval;
  std::vector<index::Candidate> candidates;
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
  if (auto ok =
          detect::analyse(suspect.text, model.vocabulary, impl_->detector->decoder, work.analysis);
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
