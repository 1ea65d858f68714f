// lib/cli/reading_arguments.h - the options of every verb that reads records.
//
//   add_fields(verb, options.fields, fields);   // "--field"; all must outlive the parser
//   add_all_files(verb, options.all_files);
//
// Threads  Single.
#pragma once

#include <CLI/CLI.hpp>

#include "despin/document.h"

namespace despin::cli {

void add_fields(CLI::App* verb, RecordFields& fields);
void add_all_files(CLI::App* verb, bool& all_files);

}  // namespace despin::cli
