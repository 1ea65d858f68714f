// lib/commands/found_output.h - prints what check and index search find, in the form that was asked
// for.
//
//   FoundOutput output(options.form);
//   output.add(article, is_spun, [&] { return rendered(report); });
//   return output.finish();
//
// A record is given out when it is done, unless standard output is a file.
// Threads  Single.
// Errors   What cannot be written ends the output: add() returns false, finish() kExitError. A
// record
//          for which memory does not suffice is an error of its document.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "despin/result.h"
#include "lib/commands/verbs.h"
#include "lib/scan/articles.h"

namespace despin::commands {

class FoundOutput {
 public:
  explicit FoundOutput(const OutputForm& form);
  // Counts of a single input are printed without its name.
  void set_one_input(bool one) { one_input_ = one; }

  // One document; `record` makes its lines. False to stop.
  bool add(const scan::Article& article, bool found, const std::function<std::string()>& record);
  // Complains of what could not be read, and in JSON writes a record of it, as scan does.
  void fail(const std::string& place, const Error& error, const RawRecord& record);
  void set_failed() { failed_ = true; }

  // Returns the exit code.
  int finish();

 private:
  bool write(std::string_view out);
  bool write_count();

  const OutputForm& form_;
  const bool flushes_;
  bool one_input_ = false;
  std::string input_;  // whose documents are counted; empty before the first
  std::uint64_t count_ = 0;
  bool found_ = false;
  bool failed_ = false;
};

// Names of what to read: standard input if there are none. Nothing, with a complaint of `verb`, if
// that is a terminal.
std::vector<std::string> inputs_of(std::vector<std::string> paths, const char* verb);

}  // namespace despin::commands
