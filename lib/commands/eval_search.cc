#include "lib/commands/eval_search.h"

#include <algorithm>
#include <mutex>

#include "despin/source_index.h"
#include "lib/commands/console.h"
#include "lib/commands/verbs.h"
#include "lib/commands/verified_files.h"
#include "lib/read/date.h"
#include "lib/scan/parallel.h"

namespace despin::commands {
namespace {

eval::SearchedText searched(const Record& record, const std::vector<SourceMatch>& matches) {
  eval::SearchedText out;
  out.has_source = !record.sources.empty();
  out.found_any = !matches.empty();
  const auto found = std::find_if(matches.begin(), matches.end(), [&](const SourceMatch& match) {
    const auto is_listed = [&](const auto& source) {
      return std::find(record.sources.begin(), record.sources.end(), source.id) !=
             record.sources.end();
    };
    return is_listed(match) || std::any_of(match.copies.begin(), match.copies.end(), is_listed);
  });
  if (found != matches.end()) out.rank = static_cast<std::size_t>(found - matches.begin());
  return out;
}

}  // namespace

std::optional<std::vector<eval::SearchedText>> searched_texts(
    const std::string& folder, const Detector& detector, std::span<const Record* const> records) {
  const auto index = open_index(folder, detector);
  if (!index) {
    complain(folder, index.error());
    return std::nullopt;
  }
  // A source in a corrupt segment would count as one that was not found.
  if (report_corrupt_segments(folder, index->statistics())) return std::nullopt;
  std::vector<eval::SearchedText> out(records.size());
  std::optional<Error> error;
  std::mutex error_mutex;
  scan::for_each_parallel(records.size(), [&](std::size_t i, Workspace& scratch) {
    const Record& record = *records[i];
    const std::string day = read::read_date(record.date).substr(0, 10);
    const auto matches = index->search(
        {.text = record.text, .id = record.id.empty() ? record.url : record.id, .date = day},
        scratch, {.max_matches = eval::kSearchDepth});
    if (matches) {
      out[i] = searched(record, *matches);
      return;
    }
    const std::lock_guard lock(error_mutex);
    if (!error) error = matches.error();
  });
  if (!error) return out;
  complain(folder, *error);
  return std::nullopt;
}

}  // namespace despin::commands
