// lib/cli/console.h - what the command prints: results to standard output, complaints to
// standard error as "despin: WHERE: WHAT".
// Threads  Single.
#pragma once

#include <string_view>

namespace despin::cli {

// Writes all of it to standard output; false, with a message, if the device is full.
bool print(std::string_view out);

// One line on standard error.
void complain(std::string_view where, std::string_view what);

}  // namespace despin::cli
