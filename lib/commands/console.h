// lib/commands/console.h - prints results to standard output, and messages to standard error as
// "despin: WHERE: WHAT". Threads  Single.
#pragma once

#include <string_view>

#include "despin/result.h"

namespace despin::commands {

// Writes all bytes to standard output; false, with a message, if that fails.
bool print(std::string_view out);

// Prints one line to standard error.
void complain(std::string_view where, std::string_view what);

// The same of an error: "where:LINE: ..." if it has a line that `where` does not name yet.
void complain(std::string_view where, const Error& error);

// Complains about an error; returns the exit code 2.
int fail(std::string_view where, const Error& error);

}  // namespace despin::commands
