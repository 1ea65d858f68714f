#include "lib/cli/reading_arguments.h"

#include <map>
#include <string>
#include <vector>

namespace despin::cli {
namespace {

// Returns what is wrong with it, or nothing.
std::string set_field(RecordFields& fields, const std::string& value) {
  const std::map<std::string, std::string*> names{{"id", &fields.id},
                                                  {"text", &fields.text},
                                                  {"url", &fields.url},
                                                  {"title", &fields.title},
                                                  {"date", &fields.date}};
  const std::size_t equals = value.find('=');
  const auto name = names.find(value.substr(0, equals));
  if (equals == value.npos || equals + 1 == value.size() || name == names.end()) {
    return "expected id=, text=, url=, title= or date= and the name of a column or key";
  }
  *name->second = value.substr(equals + 1);
  return {};
}

}  // namespace

void add_fields(CLI::App* verb, RecordFields& fields) {
  verb->add_option_function<std::vector<std::string>>(
          "--field", [](const std::vector<std::string>&) {},
          "Column or key that holds id, text, url, title or date; may be given for each of them")
      ->type_name("NAME=KEY")
      ->allow_extra_args(false)
      ->check(CLI::Validator(
          [&fields](const std::string& value) { return set_field(fields, value); }, ""));
}

void add_all_files(CLI::App* verb, bool& all_files) {
  verb->add_flag("--all-files", all_files, "Read every file of a folder, whatever its name");
}

}  // namespace despin::cli
