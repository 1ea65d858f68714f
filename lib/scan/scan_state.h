// lib/scan/scan_state.h - the progress of a scan, stored next to its output.
//
//   OUT.jsonl            records, in the order of the input unless asked otherwise
//   OUT.jsonl.progress   this, as one line of JSON, until the scan is complete
//
// The state is replaced atomically, after the bytes of OUT that it counts are on disk. Truncating
// OUT to `output_bytes` and scanning the input from `position` on gives the same result as one
// uninterrupted scan.
// Threads  Plain values.
// Errors   kBadInput: not a state, or the state of another scan; names the setting that differs.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "despin/reader.h"
#include "despin/result.h"
#include "lib/scan/error_fold.h"

namespace despin::scan {

// The counts of the summary.
struct ScanCounts {
  std::uint64_t spun = 0;
  std::uint64_t not_spun = 0;
  std::map<std::string, std::uint64_t> abstained;  // by reason
  std::map<std::string, std::uint64_t> errors;     // by code
  std::uint64_t left_out = 0;                      // by --sample, --lang or --min-words
  std::uint64_t with_source = 0;
  std::uint64_t words = 0;

  std::uint64_t documents() const;  // analyzed
  std::uint64_t failed() const;
  void add(const ScanCounts& other);
};

// A position after a record: all records up to it are done. An input that could not be read at all
// has record number 0.
struct ScanPosition {
  std::uint64_t items = 0;    // records and errors of all inputs so far
  std::uint64_t skipped = 0;  // records without a document, as Reader counts them
  std::uint64_t input = 0;    // number of the input, from 1 in order of reading; 0: none yet
  std::string path;
  RecordPlace place;
};

struct ScanState {
  std::vector<std::pair<std::string, std::string>> settings;  // must be equal to resume
  std::uint64_t output_bytes = 0;
  ScanPosition position;
  // With --unordered, items done beyond the position, half-open ranges.
  std::map<std::uint64_t, std::uint64_t> done;
  ScanCounts counts;
  ErrorRun run;
};

std::string to_json(const ScanState& state);
Result<ScanState> read_scan_state(std::string_view json);

// An Error that names the first setting that differs, if any.
Result<void> same_settings(const ScanState& before, const ScanState& now);

}  // namespace despin::scan
