// despin index stat, verify and merge: statistics, integrity check, and merging into one segment.
#include <cstdio>
#include <string>

#include "despin/source_index.h"
#include "lib/commands/console.h"
#include "lib/commands/progress.h"
#include "lib/commands/verbs.h"
#include "lib/view/index_text.h"
#include "lib/view/report_view.h"
#include "lib/view/terminal.h"

namespace despin::commands {
namespace {

std::string segments_words(std::size_t count) {
  return view::grouped(count) + (count == 1 ? " segment" : " segments");
}

}  // namespace

int index_stat(const IndexStatOptions& options) {
  const auto statistics = index_statistics(options.folder);
  if (!statistics) return fail(options.folder, statistics.error());
  const std::string out = options.json
                              ? view::to_json(*statistics, options.folder, options.documents) + "\n"
                              : view::render(*statistics, options.folder, options.documents);
  if (!print(out)) return kExitError;
  return report_corrupt_segments(options.folder, *statistics) ? kExitError : 0;
}

int index_verify(const std::string& folder) {
  Progress progress("verifying");
  const auto statistics = verify_index(folder, [&](std::uint64_t done, std::uint64_t total) {
    progress.show({0, done, total});
  });
  progress.clear();
  if (!statistics) return fail(folder, statistics.error());
  if (report_corrupt_segments(folder, *statistics)) return kExitError;
  std::printf("%s: intact, %s documents in %s\n", view::printable(folder).c_str(),
              view::grouped(statistics->documents).c_str(),
              segments_words(statistics->segments.size()).c_str());
  return 0;
}

int index_merge(const std::string& folder) {
  // Checked first, because a writer would create a missing index.
  const auto before = index_statistics(folder);
  if (!before) return fail(folder, before.error());
  auto writer = IndexWriter::open(folder);
  if (!writer) return fail(folder, writer.error());
  Progress progress("merging");
  const auto merged = writer->merge([&](std::uint64_t done, std::uint64_t total) {
    progress.show({0, done, total});
  });
  progress.clear();
  if (!merged) return fail(folder, merged.error());
  const auto after = index_statistics(folder);
  if (!after) return fail(folder, after.error());
  std::printf("%s: %s of %s made %s of %s\n", view::printable(folder).c_str(),
              segments_words(before->segments.size()).c_str(), view::sized(before->bytes).c_str(),
              segments_words(after->segments.size()).c_str(), view::sized(after->bytes).c_str());
  return 0;
}

}  // namespace despin::commands
