// despin check: verdicts and findings of files, folders and standard input.
#include <unistd.h>

#include <cstdio>
#include <string>
#include <vector>

#include "despin/detector.h"
#include "despin/reader.h"
#include "lib/cli/inputs.h"
#include "lib/cli/model_path.h"
#include "lib/cli/render.h"
#include "lib/cli/verbs.h"

namespace despin::cli {
namespace {

bool is_jsonl(const std::string& path) { return path.ends_with(".jsonl"); }

class Checker {
 public:
  Checker(const Detector& detector, const CheckOptions& options)
      : detector_(detector), options_(options) {
    render_.explain = options.explain;
    render_.max_findings = options.max_findings;
    render_.color = use_color(options.color, STDOUT_FILENO);
    render_.columns = terminal_columns(STDOUT_FILENO);
  }

  void check_path(const std::string& path) {
    if (is_jsonl(path)) {
      check_records(path);
      return;
    }
    const auto document = read_input(path);
    if (!document) return fail(path, document.error());
    check_text(path, document->title, document->text);
  }

  void fail(const std::string& name, const Error& error) {
    complain(name, error.message);
    failed_ = true;
  }

  int exit_code() const { return failed_ ? kExitError : found_ ? kExitFound : kExitNothingFound; }

 private:
  void check_records(const std::string& path) {
    const auto read = for_each_line(path, [&](std::size_t number, std::string_view line) {
      const std::string place = path + ":" + std::to_string(number);
      const auto record = read_record(line);
      if (!record) {
        fail(place, record.error());
      } else {
        check_text(record->id.empty() ? place : record->id, {}, record->text);
      }
      return true;
    });
    if (!read) fail(path, read.error());
  }

  void check_text(const std::string& id, const std::string& title, const std::string& text) {
    const auto report = detector_.analyze(
        text, scratch_, AnalyzeOptions{.max_false_positive_rate = options_.max_fpr});
    if (!report) return fail(id, report.error());
    found_ = found_ || report->verdict == Verdict::kSpun;
    const std::string out = options_.json ? to_json(*report, id, text) + "\n"
                                          : render(*report, {id, title, text}, render_);
    if (std::fwrite(out.data(), 1, out.size(), stdout) != out.size()) failed_ = true;
    // A verdict is worth seeing before the next document is read.
    if (render_.color || isatty(STDOUT_FILENO) == 1) std::fflush(stdout);
  }

  const Detector& detector_;
  const CheckOptions& options_;
  RenderOptions render_;
  Workspace scratch_;
  bool found_ = false;
  bool failed_ = false;
};

}  // namespace

void complain(std::string_view where, std::string_view what) {
  std::fflush(stdout);  // keeps the two in order where they share a terminal
  const std::string line =
      "despin: " + printable(where) + (where.empty() ? "" : ": ") + printable(what) + "\n";
  std::fwrite(line.data(), 1, line.size(), stderr);
}

int check(const CheckOptions& options) {
  const auto path = find_model(options.model);
  if (!path) {
    complain("", path.error().message);
    return kExitError;
  }
  const auto detector = Detector::open(*path);
  if (!detector) {
    complain(*path, detector.error().message);
    return kExitError;
  }
  std::vector<std::string> paths = options.paths;
  if (paths.empty()) {
    if (isatty(STDIN_FILENO) == 1) {
      complain("check", "nothing to read; expected files, folders or text on standard input");
      return kExitError;
    }
    paths.emplace_back("-");
  }
  Checker checker(*detector, options);
  for_each_input(
      paths, [&](const std::string& input) { checker.check_path(input); },
      [&](const std::string& input, const Error& error) { checker.fail(input, error); });
  if (std::fflush(stdout) != 0) {
    complain("", "the results could not be written; expected room on the device");
    return kExitError;
  }
  return checker.exit_code();
}

}  // namespace despin::cli
