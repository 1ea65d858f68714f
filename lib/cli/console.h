// lib/cli/console.h - what the command prints: results to standard output, complaints to
// standard error as "despin: WHERE: WHAT".
// Threads  Single.
#pragma once

#include <string_view>

namespace despin::cli {

// All of it to standard output; false, with a complaint, if there was no room.
bool print(std::string_view out);

// One line on standard error.
void complain(std::string_view where, std::string_view what);

}  // namespace despin::cli
