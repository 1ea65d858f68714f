// despin check: verdicts and findings of files, folders and standard input.
#include <unistd.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "despin/detector.h"
#include "despin/reader.h"
#include "despin/source_index.h"
#include "lib/api/json.h"
#include "lib/commands/console.h"
#include "lib/commands/found_output.h"
#include "lib/commands/model_path.h"
#include "lib/commands/run_facts.h"
#include "lib/commands/verbs.h"
#include "lib/commands/verified_files.h"
#include "lib/record/document_identity.h"
#include "lib/scan/articles.h"
#include "lib/view/report_view.h"

namespace despin::commands {
namespace {

class Checker {
 public:
  // Also searches for sources if `index` is not null.
  Checker(const Detector& detector, const SourceIndex* index, const CheckOptions& options,
          FoundOutput& output)
      : detector_(detector),
        index_(index),
        options_(options),
        facts_(run_facts(&detector)),
        output_(output) {
    render_.explain = options.explain;
    render_.max_findings = options.max_findings;
    render_.color = view::use_color(options.color, STDOUT_FILENO);
    render_.columns = view::terminal_columns(STDOUT_FILENO, 120, view::kUnwrapped);
  }

  // False to stop.
  bool check_article(const scan::Article& article) {
    const Document& document = article.document;
    const std::string& text = document.text;
    const Limits limits = scan::limits_of(options_.limits);
    if (const auto ok = detector_.read(text, scratch_, reading_, limits); !ok) {
      return fail(article, ok.error());
    }
    const auto report = detector_.analyze(
        reading_, scratch_, {.max_false_positive_rate = options_.max_fpr, .limits = limits});
    if (!report) return fail(article, report.error());
    std::vector<SourceMatch> sources;
    Withheld withheld;
    if (index_ != nullptr) {
      const std::string day = article.date.substr(0, 10);
      auto matches = index_->search(
          reading_, record::suspect_info(article.identity, day, article.given, document), scratch_,
          {.limits = limits, .withheld = &withheld});
      if (!matches) return fail(article, matches.error());
      sources = *std::move(matches);
    }
    const auto* searched = index_ == nullptr ? nullptr : &sources;
    const bool found = report->verdict == Verdict::kSpun || !sources.empty();
    return output_.add(article, found, [&] {
      return options_.form.json
                 ? json_line(*report, article.json_id, document, searched, withheld)
                 : view::for_locale(view::render(
                       *report,
                       {article.name, document.title, text, searched, withheld, document.text_from},
                       render_));
    });
  }

 private:
  std::string json_line(const Report& report, const std::string& name, const Document& document,
                        const std::vector<SourceMatch>* sources, const Withheld& withheld) const {
    return base::json_line([&](base::JsonWriter& json) {
      api::write_members(json, report, name, document);
      if (sources != nullptr) api::write_matches(json, "sources", *sources);
      api::write_withheld(json, withheld);
      view::write_run(json, facts_);
    });
  }

  bool fail(const scan::Article& article, const Error& error) {
    output_.fail(article.place, error, article.record);
    return true;
  }

  const Detector& detector_;
  const SourceIndex* index_;
  const CheckOptions& options_;
  view::RunFacts facts_;
  FoundOutput& output_;
  view::RenderOptions render_;
  Workspace scratch_;
  Reading reading_;
};

}  // namespace

int check(const CheckOptions& options) {
  const auto detector = open_detector(options.model);
  if (!detector) return kExitError;
  const std::vector<std::string> inputs = inputs_of(options.paths, "check");
  if (inputs.empty()) return kExitError;
  std::optional<SourceIndex> index;
  if (!options.index.empty()) {
    auto opened = open_index(options.index, *detector);
    if (!opened) return fail(options.index, opened.error());
    index = *std::move(opened);
  }
  FoundOutput output(options.form);
  Checker checker(*detector, index ? &*index : nullptr, options, output);
  if (index && report_corrupt_segments(options.index, index->statistics())) output.set_failed();
  LeftOut left_out;
  const auto paths = scan::expanded(
      inputs,
      [&](const std::string& path, const Error& error) {
        output.fail(path, error, scan::input_record(path));
      },
      {.all_files = options.reading.all_files}, &left_out);
  output.set_one_input(paths.size() == 1 && paths == inputs);
  scan::for_each_article(
      paths,
      {.on_article = [&](const scan::Article& article) { return checker.check_article(article); },
       .on_error = [&](const std::string& place, const Error& error,
                       const RawRecord& record) { output.fail(place, error, record); },
       .on_ignored = note_ignored},
      {.format = InputFormat::kGuess, .fields = options.reading.fields});
  note_left_out(left_out);
  return output.finish();
}

}  // namespace despin::commands
