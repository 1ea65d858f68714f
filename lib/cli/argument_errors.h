// lib/cli/argument_errors.h - says what is wrong with a command line.
// Threads  Stateless.
#pragma once

#include <CLI/CLI.hpp>

namespace despin::cli {

// Complains of an option whose value is missing behind "=", as that of an unset variable, which the
// parser would take from the next argument; true if there is one.
bool complain_of_empty_value(int argc, char** argv);

// Complains of what the parser found; returns the exit code.
int complain_of(CLI::App& app, const CLI::ParseError& error);

// "despin index search", for messages.
std::string name_of_verb(const CLI::App* verb);

}  // namespace despin::cli
