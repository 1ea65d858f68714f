// despin index search: finds the sources of suspects.
#include <unistd.h>

#include <string>
#include <vector>

#include "despin/detector.h"
#include "despin/source_index.h"
#include "lib/api/json.h"
#include "lib/commands/console.h"
#include "lib/commands/found_output.h"
#include "lib/commands/model_path.h"
#include "lib/commands/progress.h"
#include "lib/commands/run_facts.h"
#include "lib/commands/verbs.h"
#include "lib/commands/verified_files.h"
#include "lib/record/document_identity.h"
#include "lib/scan/articles.h"
#include "lib/view/index_text.h"
#include "lib/view/terminal.h"

namespace despin::commands {

namespace {

Result<std::vector<SourceMatch>> search_one(const SourceIndex& index, const scan::Article& article,
                                            const IndexSearchOptions& options, Workspace& scratch,
                                            SearchOptions& search) {
  record::GivenFacts given = article.given;
  given.date = given.date || !options.date.empty();
  // Compares days only: clocks and time zones differ between sites.
  const std::string day = options.date.empty() ? article.date.substr(0, 10) : options.date;
  search.limits = scan::limits_of(options.limits);
  const SuspectInfo suspect = record::suspect_info(article.identity, day, given, article.document);
  return index.search({.text = article.document.text,
                       .id = suspect.id,
                       .date = suspect.date,
                       .url = suspect.url,
                       .claimed_date = suspect.claimed_date,
                       .claimed_url = suspect.claimed_url},
                      scratch, search);
}

}  // namespace

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
  const std::vector<std::string> inputs = inputs_of(options.suspects, "index search");
  if (inputs.empty()) return kExitError;
  const auto detector = open_detector(options.model);
  if (!detector) return kExitError;
  const auto index = open_index(options.folder, *detector);
  if (!index) return fail(options.folder, index.error());
  FoundOutput output(options.form);
  // Corrupt segments may hold the source, so a result of "none" would be wrong.
  if (report_corrupt_segments(options.folder, index->statistics())) {
    output.set_failed();
  } else if (index->statistics().documents == 0) {
    complain(options.folder, "an index without documents, in which nothing is found");
  }
  std::uint64_t searched = 0;
  // Results on a terminal show the progress themselves.
  Progress progress("searching");
  const bool shows_progress = isatty(STDOUT_FILENO) == 0;
  const auto on_error = [&](const std::string& place, const Error& error, const RawRecord& record) {
    progress.clear();
    output.fail(place, error, record);
  };
  const view::RunFacts facts = run_facts(&*detector);
  Workspace scratch;
  Truncation truncated;
  Withheld withheld;
  SearchOptions search{.max_matches = options.max_matches,
                       .later_sources = options.later,
                       .truncated = &truncated,
                       .withheld = &withheld};
  if (options.include_common) search.max_sharing = 0;
  view::MatchOptions render_options{
      .columns = view::terminal_columns(STDOUT_FILENO, 120, view::kUnwrapped),
      .color = view::use_color(options.color, STDOUT_FILENO)};
  const auto on_article = [&](const scan::Article& article) {
    const auto matches = search_one(*index, article, options, scratch, search);
    if (!matches) {
      on_error(article.place, matches.error(), article.record);
      return true;
    }
    ++searched;
    return output.add(article, !matches->empty(), [&] {
      const std::string& name = article.id.empty() ? article.place : article.id;
      if (!options.form.json) {
        render_options.truncated = truncated;
        render_options.withheld = withheld;
        return view::for_locale(view::render(*matches, name, render_options));
      }
      return base::json_line([&](base::JsonWriter& json) {
        api::write_members(json, *matches, name);
        api::write_withheld(json, withheld);
        api::write_truncation(json, "truncated", truncated);
        view::write_run(json, facts);
      });
    });
  };
  LeftOut left_out;
  const auto paths = scan::expanded(
      inputs,
      [&](const std::string& path, const Error& error) {
        on_error(path, error, scan::input_record(path));
      },
      {.all_files = options.reading.all_files}, &left_out);
  output.set_one_input(paths.size() == 1 && paths == inputs);
  const std::uint64_t total = scan::total_bytes(paths);
  scan::for_each_article(paths,
                         {.on_article = on_article,
                          .on_error = on_error,
                          .on_bytes =
                              [&](std::uint64_t done) {
                                if (shows_progress) progress.show({searched, done, total});
                              },
                          .on_ignored = note_ignored},
                         {.format = InputFormat::kGuess, .fields = options.reading.fields});
  progress.clear();
  note_left_out(left_out);
  return output.finish();
}

}  // namespace despin::commands
