// despin report: summarizes the output of despin scan.
#include <unistd.h>

#include <cstdio>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "lib/commands/comparisons.h"
#include "lib/commands/console.h"
#include "lib/commands/run_facts.h"
#include "lib/commands/verbs.h"
#include "lib/scan/inputs.h"
#include "lib/scan/output_file.h"
#include "lib/scan/report_figures.h"
#include "lib/scan/scan_record.h"
#include "lib/view/numbers.h"
#include "lib/view/record_csv.h"
#include "lib/view/report_page.h"
#include "lib/view/report_text.h"

namespace despin::commands {
namespace {

constexpr std::size_t kListedOnTerminal = 10;
constexpr std::size_t kListedElsewhere = 200;
constexpr std::uint64_t kMaxComplaints = 10;  // per file

using OnRecord = std::function<void(scan::ScanRecord&&)>;

// Reads the records of a file; returns the number of lines that are not records.
std::uint64_t add_file(const std::string& path, const OnRecord& on_record, bool& failed) {
  std::uint64_t broken = 0;
  const std::string name = path == "-" ? "standard input" : path;
  const auto read = scan::for_each_line(path, [&](std::size_t number, std::string_view line) {
    if (number == 1 && line.find_first_not_of(" \t") == line.find('[')) {
      complain(name, "a JSON array; expected one record per line: jq -c '.[]' makes it so");
      failed = true;
      return false;
    }
    auto record = scan::read_scan_record(line);
    if (record) {
      on_record(*std::move(record));
    } else if (++broken <= kMaxComplaints) {
      complain(name + ":" + std::to_string(number), record.error().message);
    }
    return true;
  });
  if (broken > kMaxComplaints) {
    complain(name, view::counted(broken - kMaxComplaints, "more line", "more lines") +
                       " could not be read; skipped");
  }
  if (!read) {
    complain(name, read.error());
    failed = true;
  }
  return broken;
}

}  // namespace

int report(const ReportOptions& options) {
  if (options.html == "-") {
    complain("--html", "a page cannot be written to standard output; expected the name of a file");
    return kExitError;
  }
  if (!options.comparisons.empty() && options.html.empty()) {
    complain("--comparisons", "no page that links to them; expected --html FILE as well");
    return kExitError;
  }
  view::ReportedInputs inputs{options.inputs, 0};
  if (inputs.names.empty()) {
    if (isatty(STDIN_FILENO) == 1) {
      complain("report", "nothing to read; expected output of despin scan");
      return kExitError;
    }
    inputs.names.emplace_back("-");
  }
  if (!options.html.empty()) {
    const auto ok = scan::may_become_page(options.html, inputs.names, options.overwrite);
    if (!ok) return fail(options.html, ok.error());
  }
  const bool terminal = options.html.empty() && !options.json;
  const std::size_t limit = options.limit.value_or(terminal ? kListedOnTerminal : kListedElsewhere);
  scan::FigureCounter counter({.documents = limit, .lists = limit});
  bool failed = false;
  std::uint64_t records = 0;
  if (options.csv) print(view::csv_header());
  const OnRecord on_record = [&](scan::ScanRecord&& record) {
    ++records;
    if (!options.csv) return counter.add(std::move(record));
    const std::string row = view::csv_row(record);
    std::fwrite(row.data(), 1, row.size(), stdout);
  };
  for (const std::string& path : inputs.names) {
    inputs.broken_lines += add_file(path, on_record, failed);
  }
  // What could not be read at all is nothing to report on.
  const bool unread = failed && records == 0;
  failed = failed || inputs.broken_lines > 0;
  if (options.csv || unread) return print({}) && !failed ? 0 : kExitError;
  scan::ScanFigures figures = counter.figures();
  const view::RunFacts facts = run_facts(nullptr);
  if (!options.comparisons.empty() &&
      !write_comparisons({options.comparisons, options.html, options.model, options.overwrite},
                         figures)) {
    return kExitError;
  }
  if (!options.html.empty()) {
    const auto written = scan::write_file(options.html, view::report_page(figures, inputs, facts));
    if (!written) {
      complain(options.html, written.error().message);
      return kExitError;
    }
  }
  std::string out;
  if (options.json) {
    out = view::to_json(figures, inputs, facts) + "\n";
  } else if (terminal) {
    out = view::for_locale(
        view::render(figures, inputs,
                     {.columns = view::terminal_columns(STDOUT_FILENO, 120, view::kUnwrapped),
                      .color = view::use_color(options.color, STDOUT_FILENO)}));
  }
  if (!print(out)) return kExitError;
  return failed ? kExitError : 0;
}

}  // namespace despin::commands
