#include "lib/cli/argument_errors.h"

#include <string>
#include <string_view>
#include <vector>

#include "lib/cli/arguments.h"
#include "lib/commands/console.h"
#include "lib/text/edit_distance.h"

namespace despin::cli {
namespace {

std::vector<std::string> options_of(const CLI::App* verb) {
  std::vector<std::string> names;
  for (const CLI::Option* option : verb->get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

// About the first argument that nothing expects, in the order of the command line.
std::string about_extra(const CLI::App* verb, const std::string& extra) {
  if (extra.size() > 1 && extra.front() == '-') {
    const std::string name = extra.substr(0, extra.find('='));
    const std::string meant = text::nearest(name, options_of(verb));
    return "unknown option " + name + (meant.empty() ? "" : "; did you mean " + meant + "?");
  }
  if (!verbs_below(verb).empty()) return "unknown verb: " + not_one_of(extra, verbs_below(verb));
  return "unexpected argument \"" + extra + "\"";
}

// About what is missing.
std::string about_missing(const CLI::App* verb) {
  for (const CLI::Option* option : verb->get_options()) {
    if (option->get_required() && option->count() == 0) {
      return option->get_name() + " is missing; expected: " + option->get_description();
    }
  }
  std::string names;
  for (const std::string& name : verbs_below(verb)) names += (names.empty() ? "" : ", ") + name;
  return "a verb is missing; expected one of " + names;
}

std::string about(const CLI::App* verb, const CLI::ParseError& error) {
  const std::string what = error.what();
  const std::string kind = error.get_name();
  const std::vector<std::string> extras = verb->remaining(false);
  const bool requires_more = kind == "RequiredError";
  const bool is_extra = dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr;
  if (is_extra || (requires_more && !verbs_below(verb).empty())) {
    if (!extras.empty()) return about_extra(verb, extras.front());
  }
  if (requires_more) {
    // A mistyped option explains best why something is missing.
    if (!extras.empty() && extras.front().starts_with("-"))
      return about_extra(verb, extras.front());
    return about_missing(verb);
  }
  const std::string name = what.substr(0, what.find_first_of(": "));
  if (kind == "ArgumentMismatch" && name.starts_with("-")) {
    return name + (what.find("missing") != what.npos
                       ? ": a value is missing"
                       : ": takes no value, or another number of them");
  }
  if (kind == "ExcludesError") {
    return name + " and " + what.substr(what.rfind(' ') + 1) + " exclude each other";
  }
  return what;
}

}  // namespace

std::string name_of_verb(const CLI::App* verb) {
  const CLI::App* parent = verb->get_parent();
  return (parent == nullptr ? "" : name_of_verb(parent) + " ") + verb->get_name();
}

bool complain_of_empty_value(int argc, char** argv) {
  for (int i = 1; i < argc && std::string_view(argv[i]) != "--"; ++i) {
    const std::string_view argument = argv[i];
    if (!argument.starts_with("--") || argument.find('=') + 1 != argument.size()) continue;
    commands::complain(argument,
                       "an empty value; expected one behind the =, or the option left out");
    return true;
  }
  return false;
}

int complain_of(CLI::App& app, const CLI::ParseError& error) {
  const CLI::App* verb = chosen_verb(&app);
  const std::string name = name_of_verb(verb);
  const std::string where = name.substr(std::min(name.size(), name.find(' ') + 1));
  commands::complain(verb == &app ? "" : where, about(verb, error));
  commands::complain("", "see despin help" + (verb == &app ? "" : " " + where));
  return commands::kExitError;
}

}  // namespace despin::cli
