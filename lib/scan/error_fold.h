// lib/scan/error_fold.h - folds like errors in a row, and tiny records in a row that hold too
// little to be judged, so that a flood of them costs a hundred lines and one with a count.
//
//   ErrorFold fold(state);                         // may be that of an earlier run
//   output.write(fold.folded(lines, errors));      // in the order of the output
//   output.write(fold.end());
//
// Alike are errors of one input with one code whose messages differ in numbers alone, and all tiny
// records of one input.
// Threads  Single.
// Memory   O(bytes of one line).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "despin/result.h"

namespace despin::scan {

// Errors of a run that have a line each.
inline constexpr std::uint64_t kErrorLines = 100;

// A record of fewer bytes is tiny: its line of some 500 bytes is more than 25 times as long.
inline constexpr std::size_t kTinyBytes = 20;

// A line of an error or a tiny record among the lines of a batch, with its newline.
struct ErrorLine {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string kind;  // error_kind() or tiny_kind()
};

// What is equal for errors that are alike.
std::string error_kind(std::string_view path, const Error& error);
std::string tiny_kind(std::string_view path);

// The run of errors that the output ends with; part of what a resumed scan needs.
struct ErrorRun {
  std::string kind;
  std::uint64_t errors = 0;
  std::string last;  // the last line that was left out
};

class ErrorFold {
 public:
  explicit ErrorFold(ErrorRun& run) : run_(run) {}

  // The lines to write. `errors` are in order.
  std::string folded(std::string_view lines, const std::vector<ErrorLine>& errors);

  // The line for what was left out of the last run; empty if nothing was.
  std::string end();

 private:
  ErrorRun& run_;
};

}  // namespace despin::scan
