// despin explain: how the verdicts of records came about.
#include <unistd.h>

#include <string>

#include "lib/commands/console.h"
#include "lib/commands/verbs.h"
#include "lib/scan/inputs.h"
#include "lib/view/explanation.h"
#include "lib/view/terminal.h"

namespace despin::commands {

int explain(const ExplainOptions& options) {
  if (options.record.empty() && isatty(STDIN_FILENO) == 1) {
    complain("explain", "nothing to read; expected a record of despin check --json or despin scan");
    return kExitError;
  }
  const std::string path = options.record.empty() ? "-" : options.record;
  const std::string name = path == "-" ? "standard input" : path;
  const view::ExplanationOptions shown{.columns = view::terminal_columns(STDOUT_FILENO),
                                       .color = view::use_color(options.color, STDOUT_FILENO)};
  bool failed = false;
  std::size_t explained = 0;
  const auto read = scan::for_each_line(path, [&](std::size_t number, std::string_view line) {
    const auto explanation = view::read_explanation(line);
    if (!explanation) {
      complain(name + ":" + std::to_string(number), explanation.error().message);
      failed = true;
      return true;
    }
    if (!options.id.empty() && explanation->record.id != options.id) return true;
    const std::string out = options.json
                                ? view::to_json(*explanation) + "\n"
                                : (explained > 0 ? "\n" : "") + view::render(*explanation, shown);
    ++explained;
    return print(out);
  });
  if (!read) return fail(name, read.error());
  if (failed) return kExitError;
  if (explained > 0) return kExitFound;
  complain(name, options.id.empty()
                     ? "no record; expected a line of despin check --json or despin scan"
                     : "no record of this id; expected one that stands under \"id\" in a record");
  return options.id.empty() ? kExitError : kExitNothingFound;
}

}  // namespace despin::commands
