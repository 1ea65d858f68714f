#include "lib/cli/settings.h"

#include <cstdlib>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "lib/cli/argument_errors.h"
#include "lib/cli/arguments.h"
#include "lib/text/ascii.h"

namespace despin::cli {
namespace {

using Values = std::vector<std::string>;

std::string environment_name(const std::string& option) {
  std::string out = "DESPIN_";
  for (const char c : option) out += c == '-' ? '_' : text::ascii_upper(c);
  return out;
}

bool is_flag(const CLI::Option& option) { return option.get_expected_max() == 0; }

bool is_settable(const CLI::Option& option) {
  return option.get_configurable() && !option.get_lnames().empty() &&
         option.get_lnames().front() != "help";
}

// Whether a verb, or one below it, has the option.
bool has_option(const CLI::App* app, const std::string& name) {
  const CLI::Option* option = app->get_option_no_throw("--" + name);
  if (option != nullptr && is_settable(*option)) return true;
  for (const CLI::App* verb : app->get_subcommands({})) {
    if (has_option(verb, name)) return true;
  }
  return false;
}

// What a file has for a verb: its own heading comes before what is for all.
std::map<std::string, Values> read_config(const std::string& path, CLI::App& app,
                                          const CLI::App* chosen) {
  std::ifstream file(path);
  if (!file) throw CLI::ConfigError(path + ": cannot be read; expected a file of settings");
  std::map<std::string, Values> common;
  std::map<std::string, Values> own;
  for (const CLI::ConfigItem& item : CLI::ConfigTOML().from_config(file)) {
    CLI::App* verb = &app;
    for (const std::string& parent : item.parents) {
      CLI::App* below = verb_below(verb, parent);
      if (below == nullptr) throw CLI::ConfigError(path + ": [" + parent + "] is no verb");
      verb = below;
    }
    if (item.name == "++" || item.name == "--") continue;  // a heading
    if (!has_option(verb, item.name)) {
      throw CLI::ConfigError(path + ": " + item.fullname() +
                             " is no option that a file can set; see despin help");
    }
    if (verb == chosen) own[item.name] = item.inputs;
    if (verb == &app) common[item.name] = item.inputs;
  }
  own.merge(common);
  return own;
}

void apply(CLI::Option& option, const Values& values, const std::string& source) {
  try {
    if (is_flag(option)) {
      const std::string value = values.empty() ? "true" : values.front();
      if (value == "false" || value == "off" || value == "no" || value == "0") return;
      option.add_result("true");
    } else {
      for (const std::string& value : values) option.add_result(value);
    }
    option.run_callback();
  } catch (const CLI::ParseError& error) {
    throw CLI::ConfigError(source + ": " + error.what());
  }
}

}  // namespace

void add_config(CLI::App& app) {
  for (CLI::App* verb : app.get_subcommands({})) {
    add_config(*verb);
    if (!verb->get_subcommands({}).empty() || verb->get_name() == "help") continue;
    verb->add_option("--config", "Read options that are not given here from FILE")
        ->type_name("FILE")
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast)
        ->configurable(false);
  }
}

void apply_settings(CLI::App& app) {
  CLI::App* verb = chosen_verb(&app);
  const CLI::Option* config = verb->get_option_no_throw("--config");
  if (config == nullptr) return;
  const char* named = std::getenv("DESPIN_CONFIG");
  std::string path = named == nullptr ? "" : named;
  if (config->count() > 0) path = config->results().back();
  std::map<std::string, Values> settings;
  if (!path.empty()) settings = read_config(path, app, verb);
  for (CLI::Option* option : verb->get_options({})) {
    if (!is_settable(*option) || option->count() > 0) continue;
    const std::string& name = option->get_lnames().front();
    const std::string variable = environment_name(name);
    const char* value = std::getenv(variable.c_str());
    if (value != nullptr && *value != '\0' && !is_flag(*option)) {
      apply(*option, {value}, variable);
    } else if (const auto found = settings.find(name); found != settings.end()) {
      apply(*option, found->second, path);
    }
  }
}

}  // namespace despin::cli
