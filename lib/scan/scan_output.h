// lib/scan/scan_output.h - the output file of a scan, which can be resumed after any kind of end.
//
//   auto output = scan::ScanOutput::open("out.jsonl", Existing::kResume, state);
//   output->write(lines);
//   output->save(state);     // at any time: flushes the output, then saves the state
//   output->finish();        // removes the state: the scan is complete
//
// Threads  One at a time.
// Errors   kNotWritten, kLocked (another scan writes to it), kBadInput (the file exists, or the
//          state file is invalid).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "despin/result.h"
#include "lib/scan/scan_state.h"

namespace despin::scan {

enum class Existing : std::uint8_t { kRefuse, kOverwrite, kResume };

class ScanOutput {
 public:
  // Opens standard output if `path` is empty or "-". `state` has the settings of this scan; if
  // there is a saved state to resume from, it replaces `state`.
  static Result<ScanOutput> open(const std::string& path, Existing existing, ScanState& state);

  ScanOutput(ScanOutput&& other) noexcept;
  ScanOutput& operator=(ScanOutput&&) = delete;  // not needed
  ~ScanOutput();

  // Whether nothing is left to do: the scan that is resumed was complete.
  bool complete() const { return complete_; }
  // Whether stopping loses nothing; false for a pipe.
  bool resumable() const { return !state_path_.empty(); }
  // Whether somebody may wait for each record: a terminal, a pipe, a socket.
  bool live() const;
  std::uint64_t bytes() const { return bytes_; }

  Result<void> write(std::string_view lines);
  Result<void> save(ScanState& state);
  Result<void> finish();

 private:
  ScanOutput(int file, std::string state_path) : file_(file), state_path_(std::move(state_path)) {}

  int file_;
  std::string state_path_;  // empty if no state is kept
  std::uint64_t bytes_ = 0;
  bool complete_ = false;
};

}  // namespace despin::scan
