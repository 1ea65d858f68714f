#include "models/build/arguments.h"

#include <CLI/CLI.hpp>
#include <utility>

namespace despin::train {
namespace {

CLI::Option* cli(void* option) { return static_cast<CLI::Option*>(option); }

}  // namespace

struct Arguments::Impl {
  explicit Impl(const std::string& description) : app(description) {}

  template <class T>
  void* add(const std::string& names, T& value, const std::string& help) {
    CLI::App& target = choice != nullptr ? *choice : app;
    return target.add_option(names, value, help);
  }

  CLI::App app;
  CLI::Option_group* choice = nullptr;  // being filled
};

Arguments::Arguments(const std::string& description) : impl_(std::make_unique<Impl>(description)) {}
Arguments::~Arguments() = default;

Arguments::Option& Arguments::Option::required() {
  cli(option_)->required();
  return *this;
}

Arguments::Option& Arguments::Option::show_default() {
  cli(option_)->capture_default_str();
  return *this;
}

Arguments::Option& Arguments::Option::range(double least, double most) {
  cli(option_)->check(CLI::Range(least, most));
  return *this;
}

Arguments::Option& Arguments::Option::positive() {
  cli(option_)->check(CLI::PositiveNumber);
  return *this;
}

Arguments::Option& Arguments::Option::existing_file() {
  cli(option_)->check(CLI::ExistingFile);
  return *this;
}

Arguments::Option& Arguments::Option::existing_folder() {
  cli(option_)->check(CLI::ExistingDirectory);
  return *this;
}

Arguments::Option& Arguments::Option::one_of(const std::vector<std::string>& values) {
  cli(option_)->check(CLI::IsMember(values));
  return *this;
}

Arguments::Option& Arguments::Option::check(std::function<std::string(const std::string&)> check,
                                            const std::string& shape) {
  cli(option_)->check(CLI::Validator(
      [check = std::move(check)](std::string& value) { return check(value); }, shape));
  return *this;
}

Arguments::Option& Arguments::Option::needs(const Option& other) {
  cli(option_)->needs(cli(other.option_));
  return *this;
}

Arguments::Option& Arguments::Option::excludes(const Option& other) {
  cli(option_)->excludes(cli(other.option_));
  return *this;
}

Arguments::Option Arguments::option(const std::string& names, std::string& value,
                                    const std::string& help) {
  return Option(impl_->add(names, value, help));
}

Arguments::Option Arguments::option(const std::string& names, std::vector<std::string>& value,
                                    const std::string& help) {
  return Option(impl_->add(names, value, help));
}

Arguments::Option Arguments::option(const std::string& names, std::vector<std::uint32_t>& value,
                                    const std::string& help) {
  return Option(impl_->add(names, value, help));
}

Arguments::Option Arguments::option(const std::string& names, int& value, const std::string& help) {
  return Option(impl_->add(names, value, help));
}

Arguments::Option Arguments::option(const std::string& names, std::uint32_t& value,
                                    const std::string& help) {
  return Option(impl_->add(names, value, help));
}

Arguments::Option Arguments::option(const std::string& names, std::uint64_t& value,
                                    const std::string& help) {
  return Option(impl_->add(names, value, help));
}

Arguments::Option Arguments::option(const std::string& names, float& value,
                                    const std::string& help) {
  return Option(impl_->add(names, value, help));
}

Arguments::Option Arguments::option(const std::string& names, double& value,
                                    const std::string& help) {
  return Option(impl_->add(names, value, help));
}

Arguments::Option Arguments::flag(const std::string& names, bool& value, const std::string& help) {
  return Option(impl_->app.add_flag(names, value, help));
}

void Arguments::read_options_from(const std::string& name, const std::string& help) {
  impl_->app.set_config(name, "", help);
}

void Arguments::begin_choice(const std::string& name, const std::string& help) {
  impl_->choice = impl_->app.add_option_group(name, help);
  impl_->choice->require_option(1);
}

void Arguments::end_choice() { impl_->choice = nullptr; }

std::optional<int> Arguments::parse(int argc, const char* const* argv) {
  try {
    impl_->app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return impl_->app.exit(error);
  }
  return std::nullopt;
}

}  // namespace despin::train
