#include "lib/commands/console.h"

#include <cstdio>
#include <string>

#include "lib/commands/verbs.h"
#include "lib/view/terminal.h"

namespace despin::commands {

void complain(std::string_view where, std::string_view what) {
  std::fflush(stdout);  // keeps the order if both go to one terminal
  const std::string line = "despin: " + view::printable(where) + (where.empty() ? "" : ": ") +
                           view::printable(what) + "\n";
  std::fwrite(line.data(), 1, line.size(), stderr);
}

void complain(std::string_view where, const Error& error) {
  const std::string line = ":" + std::to_string(error.line);
  if (error.line == 0 || where.ends_with(line)) return complain(where, error.message);
  complain(std::string(where) + line, error.message);
}

int fail(std::string_view where, const Error& error) {
  complain(where, error);
  return kExitError;
}

int exit_code(bool failed, bool found, bool exit_zero) {
  if (failed) return kExitError;
  return found || exit_zero ? kExitFound : kExitNothingFound;
}

bool print(std::string_view out) {
  const bool written = out.empty() || std::fwrite(out.data(), 1, out.size(), stdout) == out.size();
  if (std::fflush(stdout) == 0 && written && std::ferror(stdout) == 0) return true;
  complain("", "the results could not be written; expected free space on the device");
  return false;
}

}  // namespace despin::commands
