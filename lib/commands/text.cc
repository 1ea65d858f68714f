// despin text: the text that is judged, in which all offsets count.
#include <string>
#include <utility>

#include "lib/commands/found_output.h"
#include "lib/commands/verbs.h"
#include "lib/scan/articles.h"

namespace despin::commands {

int extract(const std::vector<std::string>& paths) {
  const std::vector<std::string> inputs = inputs_of(paths, "text");
  if (inputs.empty()) return kExitError;
  const OutputForm form{.exit_zero = true};
  FoundOutput output(form);
  bool first = true;
  const auto expanded = scan::expanded(inputs, [&](const std::string& path, const Error& error) {
    output.fail(path, error, scan::input_record(path));
  });
  // The first text begins at the first byte; others are set apart by a blank line.
  const auto on_article = [&](const scan::Article& article) {
    return output.add(article, true, [&] {
      const std::string& text = article.document.text;
      return (std::exchange(first, false) ? "" : "\n") + text + (text.ends_with('\n') ? "" : "\n");
    });
  };
  const auto on_error = [&](const std::string& place, const Error& error, const RawRecord& record) {
    output.fail(place, error, record);
  };
  scan::for_each_article(expanded, {.on_article = on_article, .on_error = on_error});
  return output.finish();
}

}  // namespace despin::commands
