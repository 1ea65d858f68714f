// lib/scan/scan_output.h - what a scan writes, such that it can be gone on with after any end.
//
//   auto output = scan::ScanOutput::open("out.jsonl", Existing::kResume, state);
//   output->write(lines);
//   output->save(state);     // as often as wanted: bytes to the disk, then the state
//   output->finish();        // the state goes: the scan is through
//
// Threads  One at a time.
// Errors   kNotWritten, kLocked (another scan writes it), kBadInput (the file is there
//          already, or there is a state that is none).
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
  // Standard output where `path` is empty or "-". `state` names the settings of this scan and
  // is replaced by the state to go on from where there is one.
  static Result<ScanOutput> open(const std::string& path, Existing existing, ScanState& state);

  ScanOutput(ScanOutput&& other) noexcept;
  ScanOutput& operator=(ScanOutput&&) = delete;  // nobody needs it
  ~ScanOutput();

  // Whether there is nothing left to do: a scan that is resumed was through.
  bool complete() const { return complete_; }
  // Whether a stop loses nothing; not so on a pipe.
  bool resumable() const { return !state_path_.empty(); }
  std::uint64_t bytes() const { return bytes_; }

  Result<void> write(std::string_view lines);
  Result<void> save(ScanState& state);
  Result<void> finish();

 private:
  ScanOutput(int file, std::string state_path) : file_(file), state_path_(std::move(state_path)) {}

  int file_;
  std::string state_path_;  // empty if none is kept
  std::uint64_t bytes_ = 0;
  bool complete_ = false;
};

}  // namespace despin::scan
