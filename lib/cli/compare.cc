// despin compare: what of an original is in a suspect, and how it was worded anew.
#include <unistd.h>

#include <string>

#include "despin/aligner.h"
#include "despin/detector.h"
#include "despin/reader.h"
#include "lib/cli/comparison_marks.h"
#include "lib/cli/comparison_page.h"
#include "lib/cli/comparison_text.h"
#include "lib/cli/inputs.h"
#include "lib/cli/model_path.h"
#include "lib/cli/output_file.h"
#include "lib/cli/verbs.h"

namespace despin::cli {
namespace {

int fail(std::string_view where, const Error& error) {
  complain(where, error.message);
  return kExitError;
}

ComparedText described(const std::string& path, const Document& document) {
  return {path, document.title, document.url, document.date, document.text};
}

}  // namespace

int compare(const CompareOptions& options) {
  if (options.original == "-" && options.suspect == "-") {
    complain("compare", "both texts from standard input; expected - for one of them only");
    return kExitError;
  }
  if (options.html == "-") {
    complain("--html", "no page goes to standard output; expected the name of a file");
    return kExitError;
  }
  const auto detector = open_detector(options.model);
  if (!detector) return kExitError;
  const auto original = read_input(options.original);
  if (!original) return fail(options.original, original.error());
  const auto suspect = read_input(options.suspect);
  if (!suspect) return fail(options.suspect, suspect.error());

  const Aligner aligner(*detector);
  AlignWorkspace scratch;
  const auto comparison = aligner.compare(original->text, suspect->text, scratch);
  if (!comparison) return fail("compare", comparison.error());

  const ComparedText from = described(options.original, *original);
  const ComparedText to = described(options.suspect, *suspect);
  if (!options.html.empty()) {
    const auto written = write_file(options.html, comparison_page(*comparison, from, to));
    if (!written) return fail(options.html, written.error());
  }
  std::string out;
  if (options.json) {
    out = to_json(*comparison, from.name, from.text, to.name, to.text) + "\n";
  } else {
    // Two columns may be as wide as one text each.
    out = render(*comparison, from, to,
                 {.columns = terminal_columns(STDOUT_FILENO, 160),
                  .color = use_color(options.color, STDOUT_FILENO),
                  .max_passages = options.max_passages});
  }
  if (!print(out)) return kExitError;
  return is_copy(comparison->relation) ? kExitFound : kExitNothingFound;
}

}  // namespace despin::cli
