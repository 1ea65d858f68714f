// despin check: verdicts and findings of files, folders and standard input.
#include <unistd.h>

#include <cstdio>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "despin/detector.h"
#include "despin/reader.h"
#include "despin/source_index.h"
#include "lib/api/json.h"
#include "lib/cli/commands.h"
#include "lib/cli/console.h"
#include "lib/cli/model_path.h"
#include "lib/cli/run_facts.h"
#include "lib/scan/articles.h"
#include "lib/view/report_view.h"

namespace despin::cli {
namespace {

class Checker {
 public:
  // Also searches for sources if `index` is not null.
  Checker(const Detector& detector, const SourceIndex* index, const CheckOptions& options)
      : detector_(detector), index_(index), options_(options), facts_(run_facts(&detector)) {
    render_.explain = options.explain;
    render_.max_findings = options.max_findings;
    render_.color = view::use_color(options.color, STDOUT_FILENO);
    render_.columns = view::terminal_columns(STDOUT_FILENO);
  }

  void check_article(const scan::Article& article) {
    const Document& document = article.document;
    const std::string& text = document.text;
    if (const auto ok = detector_.read(text, scratch_, reading_); !ok) {
      return fail(article.place, ok.error());
    }
    const auto report = detector_.analyze(
        reading_, scratch_, AnalyzeOptions{.max_false_positive_rate = options_.max_fpr});
    if (!report) return fail(article.place, report.error());
    found_ = found_ || report->verdict == Verdict::kSpun;
    std::vector<SourceMatch> sources;
    if (index_ != nullptr) {
      const std::string day = article.date.substr(0, 10);
      auto matches = index_->search(reading_, {.id = article.identity, .date = day}, scratch_);
      if (!matches) return fail(article.place, matches.error());
      sources = *std::move(matches);
      found_ = found_ || !sources.empty();
    }
    const auto* searched = index_ == nullptr ? nullptr : &sources;
    const std::string out =
        options_.json
            ? json_line(*report, article.name, document, searched)
            : view::render(*report, {article.name, document.title, text, searched}, render_);
    if (std::fwrite(out.data(), 1, out.size(), stdout) != out.size()) failed_ = true;
    // Show a verdict before reading the next document.
    if (render_.color || isatty(STDOUT_FILENO) == 1) std::fflush(stdout);
  }

  void fail(const std::string& name, const Error& error) {
    complain(name, error.message);
    failed_ = true;
  }

  void set_failed() { failed_ = true; }

  int exit_code() const { return failed_ ? kExitError : found_ ? kExitFound : kExitNothingFound; }

 private:
  std::string json_line(const Report& report, const std::string& name, const Document& document,
                        const std::vector<SourceMatch>* sources) const {
    api::Json json = api::document_json(report, name, document);
    if (sources != nullptr) json["sources"] = api::json_of(*sources);
    json["run"] = view::run_json(facts_);
    return api::dumped(json) + "\n";
  }

  const Detector& detector_;
  const SourceIndex* index_;
  const CheckOptions& options_;
  view::RunFacts facts_;
  view::RenderOptions render_;
  Workspace scratch_;
  Reading reading_;
  bool found_ = false;
  bool failed_ = false;
};

}  // namespace

int check(const CheckOptions& options) {
  const auto detector = open_detector(options.model);
  if (!detector) return kExitError;
  std::vector<std::string> paths = options.paths;
  if (paths.empty()) {
    if (isatty(STDIN_FILENO) == 1) {
      complain("check", "nothing to read; expected files, folders or text on standard input");
      return kExitError;
    }
    paths.emplace_back("-");
  }
  std::optional<SourceIndex> index;
  if (!options.index.empty()) {
    auto opened = SourceIndex::open(options.index, *detector);
    if (!opened) {
      complain(options.index, opened.error().message);
      return kExitError;
    }
    index = *std::move(opened);
  }
  Checker checker(*detector, index ? &*index : nullptr, options);
  if (index && report_corrupt_segments(options.index, index->statistics())) checker.set_failed();
  const scan::ErrorCallback on_error = [&](const std::string& place, const Error& error) {
    checker.fail(place, error);
  };
  scan::for_each_article(scan::expanded(paths, on_error), {.on_article =
                                                               [&](const scan::Article& article) {
                                                                 checker.check_article(article);
                                                                 return true;
                                                               },
                                                           .on_error = on_error});
  return print({}) ? checker.exit_code() : kExitError;
}

}  // namespace despin::cli
