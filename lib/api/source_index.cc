#include "despin/source_index.h"

#include <utility>
#include <vector>

#include "lib/api/detector_impl.h"
#include "lib/api/workspace.h"
#include "lib/detect/reading.h"
#include "lib/index/index.h"
#include "lib/search/source_candidates.h"
#include "lib/search/source_matches.h"

namespace despin {
inline namespace v1 {

struct SourceIndex::Impl {
  std::shared_ptr<const Detector::Impl> detector;
  index::Index index;
  IndexStatistics statistics;

  Result<std::vector<SourceMatch>> search(const detect::Reading& reading, const SuspectInfo& info,
                                          Workspace::Impl& work,
                                          const SearchOptions& options) const {
    const detect::Model& model = detector->model;
    search::collect_candidates(reading, model.vocabulary, index, detector->searching.retrieval,
                               work.retrieval, work.candidates);
    const Suspect suspect{.text = reading.text, .id = info.id, .date = info.date};
    return search::match_sources({suspect, reading.tokens, work.candidates, index, model,
                                  detector->aligning, detector->searching},
                                 options, work.matching);
  }
};

SourceIndex::SourceIndex(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}

Result<SourceIndex> SourceIndex::open(const std::string& folder, const Detector& detector,
                                      const OpenOptions& options) {
  auto index = index::open_index(folder, options);
  if (!index) return index.error();
  IndexStatistics statistics = index::statistics_of(*index);
  return SourceIndex(
      std::make_shared<const Impl>(Impl{detector.impl_, std::move(*index), std::move(statistics)}));
}

const IndexStatistics& SourceIndex::statistics() const { return impl_->statistics; }

Result<std::vector<SourceMatch>> SourceIndex::search(const Suspect& suspect, Workspace& scratch,
                                                     const SearchOptions& options) const {
  Workspace::Impl& work = scratch.impl();
  // Restorations are only asked for terms here; the alignment proves what was swapped.
  if (auto ok = detect::read_ngrams(suspect.text, impl_->detector->model, work.reporting.decoding,
                                    work.reading);
      !ok) {
    return ok.error();
  }
  return impl_->search(work.reading, {.id = suspect.id, .date = suspect.date}, work, options);
}

Result<std::vector<SourceMatch>> SourceIndex::search(const Reading& suspect,
                                                     const SuspectInfo& info, Workspace& scratch,
                                                     const SearchOptions& options) const {
  if (!suspect.impl_ || suspect.impl_->detector != impl_->detector) return read_by_another();
  return impl_->search(suspect.impl_->reading, info, scratch.impl(), options);
}

}  // namespace v1
}  // namespace despin
