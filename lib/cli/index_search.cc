// despin index search: finds the sources of suspects.
#include <unistd.h>

#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "despin/detector.h"
#include "despin/source_index.h"
#include "lib/api/json.h"
#include "lib/cli/commands.h"
#include "lib/cli/console.h"
#include "lib/cli/model_path.h"
#include "lib/cli/progress.h"
#include "lib/cli/run_facts.h"
#include "lib/scan/articles.h"
#include "lib/view/index_text.h"
#include "lib/view/terminal.h"

namespace despin::cli {

bool report_corrupt_segments(const std::string& folder, const IndexStatistics& statistics) {
  bool corrupt = false;
  for (const IndexStatistics::Segment& segment : statistics.segments) {
    if (segment.corruption.empty()) continue;
    complain(folder + "/" + segment.file, segment.corruption);
    corrupt = true;
  }
  return corrupt;
}

int index_search(const IndexSearchOptions& options) {
  std::vector<std::string> inputs = options.suspects;
  if (inputs.empty()) {
    if (isatty(STDIN_FILENO) == 1) {
      complain("index search",
               "nothing to search for; expected files, folders or text on standard input");
      return kExitError;
    }
    inputs.emplace_back("-");
  }
  const auto detector = open_detector(options.model);
  if (!detector) return kExitError;
  const auto index = SourceIndex::open(options.folder, *detector);
  if (!index) {
    complain(options.folder, index.error().message);
    return kExitError;
  }
  // Corrupt segments may hold the source, so a result of "none" would be wrong.
  bool failed = report_corrupt_segments(options.folder, index->statistics());
  bool found = false;
  std::uint64_t searched = 0;
  // Results on a terminal show the progress themselves.
  Progress progress("searching");
  const bool shows_progress = isatty(STDOUT_FILENO) == 0;
  const scan::ErrorCallback on_error = [&](const std::string& place, const Error& error) {
    progress.clear();
    complain(place, error.message);
    failed = true;
  };
  const view::RunFacts facts = run_facts(&*detector);
  Workspace scratch;
  SearchOptions search{.max_matches = options.max_matches, .later_sources = options.later};
  if (options.include_common) search.max_sharing = 0;
  const view::MatchOptions render_options{.columns = view::terminal_columns(STDOUT_FILENO),
                                          .color = view::use_color(options.color, STDOUT_FILENO)};
  const auto on_article = [&](const scan::Article& article) {
    // Compares days only: clocks and time zones differ between sites.
    const std::string day = article.date.substr(0, 10);
    const auto matches = index->search(
        {.text = article.document.text, .id = article.identity, .date = day}, scratch, search);
    if (!matches) {
      on_error(article.place, matches.error());
      return true;
    }
    ++searched;
    found = found || !matches->empty();
    const std::string& name = article.id.empty() ? article.place : article.id;
    std::string out;
    if (options.json) {
      api::Json json = api::document_json(*matches, name);
      json["run"] = view::run_json(facts);
      out = api::dumped(json) + "\n";
    } else {
      out = view::render(*matches, name, render_options);
    }
    if (std::fwrite(out.data(), 1, out.size(), stdout) != out.size()) failed = true;
    if (isatty(STDOUT_FILENO) == 1) std::fflush(stdout);
    return true;
  };
  const std::vector<std::string> paths = scan::expanded(inputs, on_error);
  const std::uint64_t total = scan::total_bytes(paths);
  scan::for_each_article(
      paths, {.on_article = on_article, .on_error = on_error, .on_bytes = [&](std::uint64_t done) {
                if (shows_progress) progress.show({searched, done, total});
              }});
  progress.clear();
  if (!print({})) return kExitError;
  return failed ? kExitError : found ? kExitFound : kExitNothingFound;
}

}  // namespace despin::cli
