// despin compare: the parts of an original that a suspect copied, and how it reworded them.
#include <unistd.h>

#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "despin/aligner.h"
#include "despin/detector.h"
#include "despin/reader.h"
#include "lib/api/json.h"
#include "lib/commands/console.h"
#include "lib/commands/model_path.h"
#include "lib/commands/run_facts.h"
#include "lib/commands/verbs.h"
#include "lib/scan/inputs.h"
#include "lib/scan/output_file.h"
#include "lib/view/comparison_marks.h"
#include "lib/view/comparison_page.h"
#include "lib/view/comparison_text.h"

namespace despin::commands {
namespace {

// Piece by piece: the passages of two long texts are many.
bool print_json(const Comparison& comparison, const view::ComparedText& from,
                const view::ComparedText& to, const view::RunFacts& facts) {
  bool written = true;
  const JsonSink sink = [&](std::string_view piece) {
    written = written && std::fwrite(piece.data(), 1, piece.size(), stdout) == piece.size();
  };
  base::JsonWriter json(sink);
  json.begin_object();
  api::write_members(json, comparison, from.name, from.text, to.name, to.text);
  view::write_run(json, facts);
  json.end_object();
  json.flush();
  return print("\n") && written;
}

}  // namespace

int compare(const CompareOptions& options) {
  if (options.original == "-" && options.suspect == "-") {
    complain("compare", "both texts from standard input; expected - for only one of them");
    return kExitError;
  }
  if (options.html == "-") {
    complain("--html", "a page cannot be written to standard output; expected the name of a file");
    return kExitError;
  }
  if (!options.html.empty()) {
    std::vector<std::string> read = {options.original, options.suspect};
    if (auto model = find_model(options.model)) read.push_back(*model);
    const auto ok = scan::may_become_page(options.html, read, options.overwrite);
    if (!ok) return fail(options.html, ok.error());
  }
  const auto detector = open_detector(options.model);
  if (!detector) return kExitError;
  const auto original = scan::read_input(options.original);
  if (!original) return fail(options.original, original.error());
  const auto suspect = scan::read_input(options.suspect);
  if (!suspect) return fail(options.suspect, suspect.error());

  const Aligner aligner(*detector);
  Workspace scratch;
  const auto comparison = aligner.compare(original->text, suspect->text, scratch,
                                          {.limits = scan::limits_of(options.limits)});
  if (!comparison) return fail("compare", comparison.error());

  const view::RunFacts facts = run_facts(&*detector);
  const view::ComparedText from = view::compared_text(options.original, *original);
  const view::ComparedText to = view::compared_text(options.suspect, *suspect);
  if (!options.html.empty()) {
    const auto written =
        scan::write_file(options.html, view::comparison_page(*comparison, from, to, facts));
    if (!written) return fail(options.html, written.error());
  }
  bool printed = false;
  if (options.json) {
    printed = print_json(*comparison, from, to, facts);
  } else {
    // Two columns may each be as wide as one text.
    printed =
        print(view::for_locale(view::render(*comparison, from, to,
                                            {.columns = view::terminal_columns(STDOUT_FILENO, 160),
                                             .color = view::use_color(options.color, STDOUT_FILENO),
                                             .max_passages = options.max_passages})));
  }
  if (!printed) return kExitError;
  return exit_code(false, view::is_copy(comparison->relation), options.exit_zero);
}

}  // namespace despin::commands
