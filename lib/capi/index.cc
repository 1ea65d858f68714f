// Searching an index of originals, and what is known of one.
#include "lib/capi/border.h"
#include "lib/capi/handles.h"
#include "lib/capi/options.h"

struct despin_index_statistics {
  explicit despin_index_statistics(despin::IndexStatistics read) : view(std::move(read)) {}

  despin::capi::StatisticsView view;
};

using despin::Result;
namespace capi = despin::capi;
using capi::string_of;

despin_matches::despin_matches(std::vector<despin::SourceMatch> made, despin::Truncation truncated,
                               despin::Withheld left_out)
    : matches(std::move(made)),
      passages(matches.size()),
      withheld(left_out),
      copies(matches.size()) {
  views.reserve(matches.size());
  copy_views.reserve(matches.size());
  for (std::size_t i = 0; i < matches.size(); ++i) {
    const despin::SourceMatch& match = matches[i];
    passages[i].reserve(match.passages.size());
    for (const auto& passage : match.passages) passages[i].push_back(capi::span_of(passage));
    views.push_back({string_of(match.id), string_of(match.url), string_of(match.title),
                     string_of(match.date), match.score, match.copied, match.swapped,
                     static_cast<std::int32_t>(match.relation), 0, passages[i].data(),
                     passages[i].size()});
    for (const despin::SourceCopy& copy : match.copies) {
      copies[i].push_back(
          {string_of(copy.id), string_of(copy.url), string_of(copy.title), string_of(copy.date)});
    }
    copy_views.push_back(
        {copies[i].data(), copies[i].size(), match.later ? 1 : 0, match.own_address ? 1 : 0});
  }
  data = {sizeof data,          views.data(),           views.size(),
          truncated.read_bytes, truncated.unread_bytes, copy_views.data(),
          withheld.common,      withheld.later,         withheld.itself,
          withheld.more};
}

despin_code despin_index_open(const char* folder, const despin_detector* detector,
                              const despin_open_options* options, despin_index** out,
                              despin_error* error) {
  return capi::make(out, error, [&]() -> Result<std::unique_ptr<despin_index>> {
    if (folder == nullptr) return capi::missing("folder");
    if (detector == nullptr) return capi::missing("detector");
    const auto how = capi::open_options_of(options);
    if (!how) return how.error();
    auto opened = despin::SourceIndex::open(folder, detector->detector, *how);
    if (!opened) return opened.error();
    return std::make_unique<despin_index>(std::move(*opened), detector->workspaces);
  });
}

despin_code despin_index_refreshed(const despin_index* index, despin_index** out,
                                   despin_error* error) {
  return capi::make(out, error, [&]() -> Result<std::unique_ptr<despin_index>> {
    if (index == nullptr) return capi::missing("index");
    auto now = index->index.refreshed();
    if (!now) return now.error();
    return std::make_unique<despin_index>(std::move(*now), index->workspaces);
  });
}

despin_index* despin_index_retain(despin_index* index) {
  if (index != nullptr) index->owners.fetch_add(1, std::memory_order_relaxed);
  return index;
}

void despin_index_free(despin_index* index) {
  if (index != nullptr && index->owners.fetch_sub(1, std::memory_order_acq_rel) == 1) delete index;
}

despin_code despin_search(const despin_index* index, despin_workspace* workspace,
                          const char* suspect, size_t suspect_size,
                          const despin_search_options* options, despin_matches** out,
                          despin_error* error) {
  return capi::make(out, error, [&]() -> Result<std::unique_ptr<despin_matches>> {
    if (index == nullptr) return capi::missing("index");
    if (capi::has_no_bytes(suspect, suspect_size)) return capi::missing("suspect");
    despin::SuspectInfo info;
    auto how = capi::search_options_of(options, info);
    if (!how) return how.error();
    despin::Truncation truncated;
    how->truncated = &truncated;
    despin::Withheld withheld;
    how->withheld = &withheld;
    const capi::Lease lease(*index->workspaces, workspace);
    auto found = index->index.search({capi::view(suspect, suspect_size), info.id, info.date,
                                      info.url, info.claimed_date, info.claimed_url},
                                     lease.workspace(), *how);
    if (!found) return found.error();
    return std::make_unique<despin_matches>(std::move(*found), truncated, withheld);
  });
}

despin_code despin_search_reading(const despin_index* index, despin_workspace* workspace,
                                  const despin_reading* suspect,
                                  const despin_search_options* options, despin_matches** out,
                                  despin_error* error) {
  return capi::make(out, error, [&]() -> Result<std::unique_ptr<despin_matches>> {
    if (index == nullptr) return capi::missing("index");
    if (suspect == nullptr) return capi::missing("suspect");
    despin::SuspectInfo info;
    auto how = capi::search_options_of(options, info);
    if (!how) return how.error();
    despin::Withheld withheld;
    how->withheld = &withheld;
    const capi::Lease lease(*index->workspaces, workspace);
    auto found = index->index.search(suspect->reading, info, lease.workspace(), *how);
    if (!found) return found.error();
    return std::make_unique<despin_matches>(std::move(*found), suspect->reading.truncated(),
                                            withheld);
  });
}

const despin_matches_data* despin_matches_get(const despin_matches* matches) {
  return matches == nullptr ? nullptr : &matches->data;
}

void despin_matches_free(despin_matches* matches) { delete matches; }

despin_code despin_matches_json(const despin_matches* matches, const char* id, size_t id_size,
                                char** json, size_t* size, despin_error* error) {
  return capi::make_text(json, size, error, [&]() -> Result<std::string> {
    if (matches == nullptr) return capi::missing("matches");
    if (capi::has_no_bytes(id, id_size)) return capi::missing("id");
    return to_json(matches->matches, capi::view(id, id_size), matches->withheld);
  });
}

const despin_index_statistics_data* despin_index_get_statistics(const despin_index* index) {
  return index == nullptr ? nullptr : &index->statistics.data;
}

despin_code despin_index_statistics_read(const char* folder, despin_index_statistics** out,
                                         despin_error* error) {
  return capi::make(out, error, [&]() -> Result<std::unique_ptr<despin_index_statistics>> {
    if (folder == nullptr) return capi::missing("folder");
    auto read = despin::index_statistics(folder);
    if (!read) return read.error();
    return std::make_unique<despin_index_statistics>(std::move(*read));
  });
}

despin_code despin_index_verify(const char* folder, despin_progress progress, void* context,
                                const despin_limits* limits, despin_index_statistics** out,
                                despin_error* error) {
  return capi::make(out, error, [&]() -> Result<std::unique_ptr<despin_index_statistics>> {
    if (folder == nullptr) return capi::missing("folder");
    const auto bounds = capi::limits_of(limits);
    if (!bounds) return bounds.error();
    auto read = despin::verify_index(folder, capi::progress_of(progress, context), *bounds);
    if (!read) return read.error();
    return std::make_unique<despin_index_statistics>(std::move(*read));
  });
}

const despin_index_statistics_data* despin_index_statistics_get(
    const despin_index_statistics* statistics) {
  return statistics == nullptr ? nullptr : &statistics->view.data;
}

void despin_index_statistics_free(despin_index_statistics* statistics) { delete statistics; }

despin_code despin_index_estimate(const despin_index_statistics_data* now, uint64_t documents,
                                  uint64_t* disk_bytes, uint64_t* search_memory_bytes,
                                  despin_error* error) {
  return capi::bordered(error, [&]() -> Result<void> {
    if (disk_bytes == nullptr) return capi::missing("disk_bytes");
    if (search_memory_bytes == nullptr) return capi::missing("search_memory_bytes");
    despin::IndexStatistics statistics;
    if (now != nullptr) {
      statistics.documents = now->documents;
      statistics.words = now->words;
      statistics.bytes = now->bytes;
      for (std::size_t i = 0; i < now->part_count; ++i) {
        statistics.parts.push_back(
            {std::string(capi::view(now->parts[i].name)), now->parts[i].bytes});
      }
    }
    const despin::IndexEstimate estimate = despin::estimate(statistics, documents);
    *disk_bytes = estimate.disk_bytes;
    *search_memory_bytes = estimate.search_memory_bytes;
    return {};
  });
}
