// models/build/arguments.h - the command line of a training tool, parsed by CLI11.
//
//   train::Arguments args("Learns word and phrase swaps from pairs of phrases.");
//   args.option("--min-count", min_count, "times a swap must be seen").range(0, 1000);
//   args.option("-o,--output", output, "Table to write").required();
//   if (const auto exit = args.parse(argc, argv)) return *exit;
//
// CLI11 is a header of templates that takes ten seconds to compile; this interface hides it, so
// that it is compiled once for all tools.
// Errors   parse() prints them, as it prints --help.
// Threads  Single.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace despin::train {

class Arguments {
 public:
  // What becomes of one option; refers to the Arguments that made it.
  class Option {
   public:
    Option& required();
    Option& show_default();
    Option& range(double least, double most);
    Option& positive();
    Option& existing_file();
    Option& existing_folder();
    Option& one_of(const std::vector<std::string>& values);
    Option& needs(const Option& other);
    Option& excludes(const Option& other);
    // `check` returns what is wrong, or nothing; `shape` names the value in --help.
    Option& check(std::function<std::string(const std::string&)> check, const std::string& shape);

   private:
    friend class Arguments;
    explicit Option(void* option) : option_(option) {}
    void* option_;  // CLI::Option
  };

  explicit Arguments(const std::string& description);
  ~Arguments();
  Arguments(const Arguments&) = delete;  // options point into it
  Arguments& operator=(const Arguments&) = delete;

  // A name without a dash is positional. `value` keeps its value where the option is not given
  // and must outlive parse().
  Option option(const std::string& names, std::string& value, const std::string& help = {});
  Option option(const std::string& names, std::vector<std::string>& value,
                const std::string& help = {});
  Option option(const std::string& names, std::vector<std::uint32_t>& value,
                const std::string& help = {});
  Option option(const std::string& names, int& value, const std::string& help = {});
  Option option(const std::string& names, std::uint32_t& value, const std::string& help = {});
  Option option(const std::string& names, std::uint64_t& value, const std::string& help = {});
  Option option(const std::string& names, float& value, const std::string& help = {});
  Option option(const std::string& names, double& value, const std::string& help = {});
  Option flag(const std::string& names, bool& value, const std::string& help);

  // Options may also stand in a file (INI or TOML) that this option names.
  void read_options_from(const std::string& name, const std::string& help);
  // Exactly one of the options that follow must be given.
  void begin_choice(const std::string& name, const std::string& help);
  void end_choice();

  // The exit code, if the tool is to end at once.
  std::optional<int> parse(int argc, const char* const* argv);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace despin::train
