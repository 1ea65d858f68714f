#include "lib/cli/reading_arguments.h"

#include <map>
#include <string>
#include <vector>

namespace despin::cli {

void add_fields(CLI::App* verb, RecordFields& fields) {
  const auto set = [&fields](const std::string& value) {
    const std::size_t equals = value.find('=');
    const std::map<std::string, std::string*> names{{"id", &fields.id},
                                                    {"text", &fields.text},
                                                    {"url", &fields.url},
                                                    {"title", &fields.title},
                                                    {"date", &fields.date}};
    const auto name = names.find(value.substr(0, equals));
    if (equals == value.npos || equals + 1 == value.size() || name == names.end()) {
      throw CLI::ValidationError(
          "--field", "expected id=, text=, url=, title= or date= and the name of a column or key");
    }
    *name->second = value.substr(equals + 1);
  };
  verb->add_option_function<std::vector<std::string>>(
          "--field",
          [set](const std::vector<std::string>& values) {
            for (const std::string& value : values) set(value);
          },
          "Column or key that holds id, text, url, title or\ndate; may be given for each of them")
      ->type_name("NAME=KEY")
      ->allow_extra_args(false);
}

void add_all_files(CLI::App* verb, bool& all_files) {
  verb->add_flag("--all-files", all_files, "Read every file of a folder, whatever its name");
}

}  // namespace despin::cli
