// Searching an index in shards.
#include "despin/source_index.h"
#include "lib/api/detector_impl.h"
#include "lib/api/source_index_impl.h"
#include "lib/api/workspace.h"
#include "lib/detect/reading.h"
#include "lib/search/copied_documents.h"
#include "lib/search/source_candidates.h"
#include "lib/search/source_matches.h"

namespace despin {
inline namespace v1 {

// Reads a suspect as search() does, and calls f(work, budget).
template <class Work, class F>
static std::invoke_result_t<F, Work&, base::Budget&> with_suspect(const detect::Model& model,
                                                                  std::string_view suspect,
                                                                  Work& work, const Limits& limits,
                                                                  F&& f) {
  if (auto ok = check_size(suspect.size(), limits); !ok) return ok.error();
  base::Budget budget(limits);
  if (auto ok = detect::read_ngrams(suspect, model, work.reporting.decoding, work.reading,
                                    {limits.max_words, limits.max_memory, &budget});
      !ok) {
    return ok.error();
  }
  return f(work, budget);
}

Result<std::vector<std::uint64_t>> SourceIndex::count_terms(std::string_view suspect,
                                                            Workspace& scratch,
                                                            const Limits& limits) const {
  using Numbers = Result<std::vector<std::uint64_t>>;
  const Detector::Impl& detector = *impl_->detector;
  const auto count = [&](auto& work, base::Budget& budget) -> Numbers {
    std::vector<std::uint64_t> counts;
    search::count_windows(work.reading, detector.model, impl_->index, detector.searching.retrieval,
                          work.retrieval, counts, &budget);
    if (budget.ended()) return budget.error();
    return counts;
  };
  return guarded_call(scratch, suspect.size(), [&]() -> Numbers {
    return with_suspect(detector.model, suspect, scratch.impl(), limits, count);
  });
}

Result<std::string> SourceIndex::candidates(std::string_view suspect,
                                            const std::vector<std::uint64_t>& counts,
                                            std::uint32_t segments_before, Workspace& scratch,
                                            const Limits& limits) const {
  using Bytes = Result<std::string>;
  const Detector::Impl& detector = *impl_->detector;
  const auto collect = [&](auto& work, base::Budget& budget) -> Bytes {
    if (counts.empty()) {
      return Error{ErrorCode::kBadInput,
                   "no counts; expected the sums of what count_terms() gave for all shards"};
    }
    if (auto ok = search::collect_by_window(work.reading, detector.model, impl_->index,
                                            detector.searching.retrieval, counts, work.retrieval,
                                            work.candidates, &budget);
        !ok) {
      return ok.error();
    }
    if (budget.ended()) return budget.error();
    return search::copy_candidates(work.candidates, impl_->index, segments_before, suspect,
                                   work.reading.tokens);
  };
  return guarded_call(scratch, suspect.size(), [&]() -> Bytes {
    return with_suspect(detector.model, suspect, scratch.impl(), limits, collect);
  });
}

Result<std::vector<SourceMatch>> SourceIndex::search_candidates(
    const Detector& detector, const Suspect& suspect, const std::vector<std::uint64_t>& counts,
    const std::vector<std::string_view>& candidates, Workspace& scratch,
    const SearchOptions& options) {
  using Matches = Result<std::vector<SourceMatch>>;
  const Detector::Impl& impl = *detector.impl_;
  const auto match = [&](auto& work, base::Budget& budget) -> Matches {
    search::CopiedCandidates copied;
    for (const std::string_view one : candidates) {
      if (auto ok = copied.add(one); !ok) return ok.error();
    }
    work.candidates = copied.candidates();
    search::merge_windows(work.reading, impl.searching.retrieval, work.candidates);
    const auto stores = copied.stores();
    if (options.truncated != nullptr) *options.truncated = work.reading.tokens.truncated;
    return search::match_sources(
        {suspect, work.reading.tokens, work.candidates, stores, counts.empty() ? 0 : counts[0],
         impl.model, impl.aligning, impl.searching, &budget},
        options, work.matching);
  };
  return guarded_call(scratch, suspect.text.size(), [&]() -> Matches {
    return with_suspect(impl.model, suspect.text, scratch.impl(), options.limits, match);
  });
}

}  // namespace v1
}  // namespace despin
