#include "despin/source_index.h"

#include <string>
#include <utility>
#include <vector>

#include "lib/api/source_index_impl.h"
#include "lib/api/workspace.h"
#include "lib/detect/reading.h"
#include "lib/index/contents.h"
#include "lib/index/index.h"
#include "lib/search/source_candidates.h"
#include "lib/search/source_matches.h"

namespace despin {
inline namespace v1 {

Result<SourceIndex> SourceIndex::Impl::open(const std::string& folder,
                                            std::shared_ptr<const Detector::Impl> detector,
                                            const OpenOptions& options,
                                            const index::Index* before) {
  auto index = index::open_index(folder, options, before);
  if (!index) return index.error();
  IndexStatistics statistics = index::statistics_of(*index);
  Impl impl{std::move(detector), std::move(*index), std::move(statistics), folder, options, {}, 0};
  for (const auto& segment : impl.index.segments) {
    impl.stores.push_back(segment.get());
    impl.documents += segment->documents();
  }
  return SourceIndex(std::make_shared<const Impl>(std::move(impl)));
}

Result<std::vector<SourceMatch>> SourceIndex::Impl::search(const detect::Reading& reading,
                                                           const SuspectInfo& info,
                                                           Workspace::Impl& work,
                                                           const SearchOptions& options,
                                                           base::Budget& budget) const {
  const detect::Model& model = detector->model;
  search::collect_candidates(reading, model, index, detector->searching.retrieval, work.retrieval,
                             work.candidates, &budget);
  if (budget.ended()) return budget.error();
  if (options.truncated != nullptr) *options.truncated = reading.tokens.truncated;
  const Suspect suspect{reading.text, info.id,           info.date,
                        info.url,     info.claimed_date, info.claimed_url};
  return search::match_sources({suspect, reading.tokens, work.candidates, stores, documents, model,
                                detector->aligning, detector->searching, &budget},
                               options, work.matching);
}

SourceIndex::SourceIndex(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}

Result<SourceIndex> SourceIndex::open(const std::string& folder, const Detector& detector,
                                      const OpenOptions& options) {
  return base::guarded([&] { return Impl::open(folder, detector.impl_, options); });
}

Result<SourceIndex> SourceIndex::refreshed() const {
  return base::guarded([&]() -> Result<SourceIndex> {
    const auto manifest = index::read_manifest(impl_->folder);
    const index::Index& now = impl_->index;
    const bool same =
        manifest && now.corrupt.empty() && index::same_commit(*manifest, now.manifest);
    return same ? Result<SourceIndex>(*this)
                : Impl::open(impl_->folder, impl_->detector, impl_->opened_by, &now);
  });
}

Result<void> SourceIndex::for_each_document(
    const std::function<bool(const IndexedDocument&)>& each) const {
  return base::guarded([&] { return index::for_each_document(impl_->index, each); });
}

Result<std::optional<IndexedDocument>> SourceIndex::find_document(std::string_view id) const {
  return base::guarded([&] { return index::find_document(impl_->index, id); });
}

const IndexStatistics& SourceIndex::statistics() const { return impl_->statistics; }

Result<std::vector<SourceMatch>> SourceIndex::search(const Suspect& suspect, Workspace& scratch,
                                                     const SearchOptions& options) const {
  using Matches = Result<std::vector<SourceMatch>>;
  return guarded_call(scratch, suspect.text.size(), [&]() -> Matches {
    const Limits& limits = options.limits;
    if (auto ok = check_size(suspect.text.size(), limits); !ok) return ok.error();
    base::Budget budget(limits);
    Workspace::Impl& work = scratch.impl();
    // Restorations are only asked for terms here; the alignment proves what was swapped.
    if (auto ok = detect::read_ngrams(suspect.text, impl_->detector->model, work.reporting.decoding,
                                      work.reading, {limits.max_words, limits.max_memory, &budget});
        !ok) {
      return ok.error();
    }
    return impl_->search(
        work.reading,
        {suspect.id, suspect.date, suspect.url, suspect.claimed_date, suspect.claimed_url}, work,
        options, budget);
  });
}

Result<std::vector<SourceMatch>> SourceIndex::search(const Reading& suspect,
                                                     const SuspectInfo& info, Workspace& scratch,
                                                     const SearchOptions& options) const {
  using Matches = Result<std::vector<SourceMatch>>;
  return guarded_call(scratch, suspect.text().size(), [&]() -> Matches {
    if (!suspect.impl_ || suspect.impl_->detector != impl_->detector) return read_by_another();
    base::Budget budget(options.limits);
    return impl_->search(suspect.impl_->reading, info, scratch.impl(), options, budget);
  });
}

}  // namespace v1
}  // namespace despin
