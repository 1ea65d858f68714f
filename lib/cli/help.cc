#include "lib/cli/help.h"

#include "lib/view/wrap.h"

namespace despin::cli {
namespace {

constexpr std::size_t kNames = 26;  // columns of the names of options

std::vector<view::WrappedLine> lines_of(std::string_view text, std::size_t columns) {
  return view::wrap(text, view::Style::kPlain, false, columns);
}

}  // namespace

std::string HelpFormatter::make_option(const CLI::Option* option, bool positional) const {
  return entry(make_option_name(option, positional) + make_option_opts(option),
               option->get_description());
}

std::string HelpFormatter::make_subcommand(const CLI::App* verb) const {
  return entry(verb->get_display_name(true), verb->get_description());
}

std::string HelpFormatter::make_description(const CLI::App* app) const {
  return view::filled(app->get_description(), columns_);
}

std::string HelpFormatter::make_footer(const CLI::App* app) const {
  return view::filled(app->get_footer(), columns_);
}

std::string HelpFormatter::entry(const std::string& name, std::string_view about) const {
  std::string out = "  " + name;
  std::size_t used = out.size();
  for (const view::WrappedLine& line : lines_of(about, columns_ - kNames)) {
    if (used + 1 >= kNames) {
      out += '\n';
      used = 0;
    }
    out.append(kNames - used, ' ').append(line.text);
    used = kNames;
  }
  return out + "\n";
}

}  // namespace despin::cli
