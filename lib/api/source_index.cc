#include "despin/source_index.h"

#include <utility>
#include <vector>

#include "lib/api/detector_impl.h"
#include "lib/detect/analysis.h"
#include "lib/index/index.h"
#include "lib/search/source_candidates.h"
#include "lib/search/source_matches.h"

namespace despin {
inline namespace v1 {

struct SearchWorkspace::Impl {
  detect::Analysis analysis;
  search::RetrievalScratch retrieval;
  std::vector<search::WindowedCandidate> candidates;
  search::MatchScratch matching;
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
                                work.analysis, model.detect);
      !ok) {
    return ok.error();
  }
  search::collect_candidates(suspect.text, work.analysis, model.vocabulary, impl_->index,
                             work.retrieval, work.candidates);
  return search::match_sources(suspect, work.analysis.tokens, work.candidates, impl_->index, model,
                               options, work.matching);
}

}  // namespace v1
}  // namespace despin
