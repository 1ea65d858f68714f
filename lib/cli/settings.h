// lib/cli/settings.h - options that the command line leaves to the environment or to a file.
//
//   app.parse(argc, argv);
//   apply_settings(app);     // throws CLI::ParseError
//
// The command line comes before the environment ($DESPIN_MAX_FPR for --max-fpr), and that before
// the file of --config or $DESPIN_CONFIG. The file is TOML or INI: "max-fpr = 0.01" for every verb
// that has the option, or under a heading, "[check]" or "[index.search]", for this verb alone.
// Threads  Reads the environment.
#pragma once

#include <CLI/CLI.hpp>

namespace despin::cli {

// Adds --config to all verbs.
void add_config(CLI::App& app);

void apply_settings(CLI::App& app);

}  // namespace despin::cli
