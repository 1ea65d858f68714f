// Searching an index in shards.
#include <cstring>

#include "lib/capi/border.h"
#include "lib/capi/handles.h"
#include "lib/capi/options.h"

using despin::Result;
namespace capi = despin::capi;

despin_code despin_index_count_terms(const despin_index* index, despin_workspace* workspace,
                                     const char* suspect, size_t suspect_size,
                                     const despin_limits* limits, uint64_t** counts, size_t* count,
                                     despin_error* error) {
  if (counts != nullptr) *counts = nullptr;
  return capi::bordered(error, [&]() -> Result<void> {
    if (index == nullptr) return capi::missing("index");
    if (capi::has_no_bytes(suspect, suspect_size)) return capi::missing("suspect");
    if (counts == nullptr) return capi::missing("counts");
    if (count == nullptr) return capi::missing("count");
    const auto bounds = capi::limits_of(limits);
    if (!bounds) return bounds.error();
    const capi::Lease lease(*index->workspaces, workspace);
    const auto found =
        index->index.count_terms(capi::view(suspect, suspect_size), lease.workspace(), *bounds);
    if (!found) return found.error();
    const std::size_t bytes = found->size() * sizeof(std::uint64_t);
    const std::string_view as_text(reinterpret_cast<const char*>(found->data()), bytes);
    *counts = reinterpret_cast<std::uint64_t*>(capi::copy_for_caller(as_text));
    *count = found->size();
    return {};
  });
}

despin_code despin_index_candidates(const despin_index* index, despin_workspace* workspace,
                                    const char* suspect, size_t suspect_size,
                                    const uint64_t* counts, size_t count, uint32_t segments_before,
                                    const despin_limits* limits, char** bytes, size_t* size,
                                    despin_error* error) {
  return capi::make_text(bytes, size, error, [&]() -> Result<std::string> {
    if (index == nullptr) return capi::missing("index");
    if (capi::has_no_bytes(suspect, suspect_size)) return capi::missing("suspect");
    if (capi::has_no_bytes(counts, count)) return capi::missing("counts");
    const auto bounds = capi::limits_of(limits);
    if (!bounds) return bounds.error();
    const capi::Lease lease(*index->workspaces, workspace);
    return index->index.candidates(capi::view(suspect, suspect_size), {counts, counts + count},
                                   segments_before, lease.workspace(), *bounds);
  });
}

despin_code despin_search_candidates(const despin_detector* detector, despin_workspace* workspace,
                                     const char* suspect, size_t suspect_size,
                                     const uint64_t* counts, size_t count,
                                     const despin_string* candidates, size_t candidate_count,
                                     const despin_search_options* options, despin_matches** out,
                                     despin_error* error) {
  return capi::make(out, error, [&]() -> Result<std::unique_ptr<despin_matches>> {
    if (detector == nullptr) return capi::missing("detector");
    if (capi::has_no_bytes(suspect, suspect_size)) return capi::missing("suspect");
    if (capi::has_no_bytes(counts, count)) return capi::missing("counts");
    if (capi::has_no_bytes(candidates, candidate_count)) return capi::missing("candidates");
    std::vector<std::string_view> copies;
    for (std::size_t i = 0; i < candidate_count; ++i) {
      if (capi::has_no_bytes(candidates[i].data, candidates[i].size)) {
        return capi::missing("candidates");
      }
      copies.push_back(capi::view(candidates[i]));
    }
    despin::SuspectInfo info;
    auto how = capi::search_options_of(options, info);
    if (!how) return how.error();
    despin::Truncation truncated;
    how->truncated = &truncated;
    despin::Withheld withheld;
    how->withheld = &withheld;
    const capi::Lease lease(*detector->workspaces, workspace);
    auto found = despin::SourceIndex::search_candidates(
        detector->detector,
        {capi::view(suspect, suspect_size), info.id, info.date, info.url, info.claimed_date,
         info.claimed_url},
        {counts, counts + count}, copies, lease.workspace(), *how);
    if (!found) return found.error();
    return std::make_unique<despin_matches>(std::move(*found), truncated, withheld);
  });
}
