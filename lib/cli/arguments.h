// lib/cli/arguments.h - kinds of options, with messages of the command's own, and the options that
// several subcommands have.
//
//   add_value(verb, "--max-fpr", "RATE", "Highest rate of false positives (0.001)",
//             number(options.max_fpr, 0, 1));
//
// An option that is given again replaces what it was before.
// Threads  Single.
// Errors   CLI::ValidationError from the parser, which says what was expected.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/commands/verbs.h"

namespace despin::cli {

// Takes a value; returns what is wrong with it, or nothing.
using Setter = std::function<std::string(const std::string& value)>;

Setter into(std::string& target);
Setter number(double& target, double low, double high);
Setter whole(std::function<void(std::uint64_t)> target, std::uint64_t low, std::uint64_t high);

template <class Whole>
Setter whole(Whole& target, std::uint64_t low, std::uint64_t high) {
  return whole([&target](std::uint64_t value) { target = static_cast<Whole>(value); }, low, high);
}

// "found "x", expected a, b or c; did you mean b?"
std::string not_one_of(std::string_view value, const std::vector<std::string>& names);

template <class Value>
Setter one_of(Value& target, std::vector<std::pair<std::string, Value>> values) {
  return [&target, values = std::move(values)](const std::string& value) -> std::string {
    std::vector<std::string> names;
    for (const auto& [name, meant] : values) {
      names.push_back(name);
      if (name != value) continue;
      target = meant;
      return {};
    }
    return not_one_of(value, names);
  };
}

CLI::Option* add_value(CLI::App* verb, const std::string& names, const char* type,
                       const std::string& about, Setter set);

void add_model(CLI::App* verb, std::string& model);
void add_max_fpr(CLI::App* verb, double& rate);
void add_color(CLI::App* verb, view::ColorMode& color);
// How much one document may take. With `adds`, of one that is added to an index: its bytes and
// time.
void add_limits(CLI::App* verb, scan::DocumentLimits& limits, bool adds = false);
// For the verbs that end with 1 where nothing is found.
void add_exit_zero(CLI::App* verb, bool& exit_zero);
// How check and index search print what they find.
void add_form(CLI::App* verb, commands::OutputForm& form, const char* found);

// The verb of this name below another; null if there is none.
CLI::App* verb_below(CLI::App* app, const std::string& name);
std::vector<std::string> verbs_below(const CLI::App* app);

// The verb that was given: check, or index search.
CLI::App* chosen_verb(CLI::App* app);

}  // namespace despin::cli
