#include "lib/cli/arguments.h"

#include <charconv>

#include "lib/text/edit_distance.h"

namespace despin::cli {
namespace {

std::string found(std::string_view value) { return "found \"" + std::string(value) + "\", "; }

std::string spelled(double value) {
  char out[32];
  return {out, std::to_chars(out, out + sizeof out, value).ptr};
}

}  // namespace

Setter into(std::string& target) {
  return [&target](const std::string& value) {
    target = value;
    return std::string();
  };
}

Setter number(double& target, double low, double high) {
  return [&target, low, high](const std::string& value) -> std::string {
    double read = 0;
    const auto [end, bad] = std::from_chars(value.data(), value.data() + value.size(), read);
    // A comparison with NaN is false.
    if (bad == std::errc() && end == value.data() + value.size() && read >= low && read <= high) {
      target = read;
      return {};
    }
    return found(value) + "expected a number from " + spelled(low) + " to " + spelled(high);
  };
}

Setter whole(std::function<void(std::uint64_t)> target, std::uint64_t low, std::uint64_t high) {
  return [target = std::move(target), low, high](const std::string& value) -> std::string {
    std::uint64_t read = 0;
    const auto [end, bad] = std::from_chars(value.data(), value.data() + value.size(), read);
    if (bad == std::errc() && end == value.data() + value.size() && read >= low && read <= high) {
      target(read);
      return {};
    }
    return found(value) + "expected a whole number from " + std::to_string(low) +
           (high == UINT64_MAX ? " on" : " to " + std::to_string(high));
  };
}

std::string not_one_of(std::string_view value, const std::vector<std::string>& names) {
  std::string out = found(value) + "expected ";
  for (std::size_t i = 0; i < names.size(); ++i) {
    out += (i == 0 ? "" : i + 1 == names.size() ? " or " : ", ") + names[i];
  }
  const std::string meant = text::nearest(value, names);
  return meant.empty() ? out : out + "; did you mean " + meant + "?";
}

CLI::Option* add_value(CLI::App* verb, const std::string& names, const char* type,
                       const std::string& about, Setter set) {
  const std::string name = names.substr(names.rfind(',') + 1);
  const auto take = [name, type, set = std::move(set)](const std::string& value) {
    const std::string wrong =
        value.empty() ? std::string("an empty value; expected ") + type : set(value);
    if (!wrong.empty()) throw CLI::ValidationError(name, wrong);
  };
  return verb->add_option_function<std::string>(names, take, about)
      ->type_name(type)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
}

void add_model(CLI::App* verb, std::string& model) {
  add_value(verb, "-m,--model", "FILE", "Model file", into(model));
}

void add_max_fpr(CLI::App* verb, double& rate) {
  add_value(verb, "--max-fpr", "RATE",
            "Call a text spun only if at most this share of genuine texts scores as high (0.001)",
            number(rate, 0, 1));
}

void add_color(CLI::App* verb, view::ColorMode& color) {
  add_value(verb, "--color", "WHEN", "auto (on a terminal, see NO_COLOR), always or never",
            one_of<view::ColorMode>(color, {{"auto", view::ColorMode::kAuto},
                                            {"always", view::ColorMode::kAlways},
                                            {"never", view::ColorMode::kNever}}));
}

void add_limits(CLI::App* verb, scan::DocumentLimits& limits, bool adds) {
  add_value(verb, "--max-bytes", "N", "Take no document whose text has more bytes (67108864)",
            whole(limits.max_bytes, 1, UINT64_MAX));
  // Beyond a week it is no limit.
  add_value(verb, "--timeout", "SECONDS",
            "Give up a document that takes longer to judge (0: never)",
            number(limits.seconds, 0, 604800));
  if (adds) return;
  add_value(verb, "--max-words", "N", "Read only the first N words of a document (200000)",
            whole(limits.max_words, 1, UINT32_MAX));
  add_value(verb, "--max-memory", "BYTES",
            "Take no document that needs more memory, by estimate (0: no bound)",
            whole(limits.max_memory, 0, UINT64_MAX));
}

void add_exit_zero(CLI::App* verb, bool& exit_zero) {
  verb->add_flag("--exit-zero", exit_zero, "End with 0 also if nothing is found, for set -e");
}

void add_form(CLI::App* verb, commands::OutputForm& form, const char* found) {
  const std::string what = found;
  verb->add_flag("-j,--json", form.json, "Print one line of JSON per document");
  verb->add_flag("-q,--quiet", form.quiet, "Print nothing; end at the first of the " + what);
  verb->add_flag("-l,--names", form.names, "Print only the names of " + what);
  verb->add_flag("-c,--count", form.count, "Print only the number of " + what + " of each input");
  verb->add_flag("--line-buffered", form.line_buffered,
                 "Write each record when it is done, also into a file");
  add_exit_zero(verb, form.exit_zero);
}

CLI::App* verb_below(CLI::App* app, const std::string& name) {
  for (CLI::App* verb : app->get_subcommands({})) {
    if (verb->get_name() == name) return verb;
  }
  return nullptr;
}

std::vector<std::string> verbs_below(const CLI::App* app) {
  std::vector<std::string> names;
  for (const CLI::App* verb : app->get_subcommands({})) names.push_back(verb->get_name());
  return names;
}

CLI::App* chosen_verb(CLI::App* app) {
  while (!app->get_subcommands().empty()) app = app->get_subcommands().front();
  return app;
}

}  // namespace despin::cli
