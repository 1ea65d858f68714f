// lib/scan/scan_state.h - how far a scan has come, kept beside what it writes.
//
//   OUT.jsonl            records, in the order of the input unless asked otherwise
//   OUT.jsonl.progress   this, as one line of JSON, until the scan is through
//
// The state is replaced as a whole, after the bytes of OUT that it counts are on the disk: OUT
// cut to `output_bytes` and the input from `position` on give what a scan in one go gives.
// Threads  Plain values.
// Errors   kBadInput: a state that is none, or of another scan; says which setting differs.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "despin/reader.h"
#include "despin/result.h"

namespace despin::scan {

// What the summary counts.
struct ScanCounts {
  std::uint64_t spun = 0;
  std::uint64_t not_spun = 0;
  std::map<std::string, std::uint64_t> abstained;  // by reason
  std::map<std::string, std::uint64_t> errors;     // by code
  std::uint64_t left_out = 0;                      // by --sample, --lang or --min-words
  std::uint64_t with_source = 0;
  std::uint64_t words = 0;

  std::uint64_t documents() const;  // judged
  std::uint64_t failed() const;
  void add(const ScanCounts& other);
};

// Behind a record: all up to it and no further. An input of which nothing could be read has
// the record number 0.
struct ScanPosition {
  std::uint64_t items = 0;    // records and errors of all inputs so far
  std::uint64_t skipped = 0;  // records without a document, as Reader counts them
  std::uint64_t input = 0;    // of the inputs as they were walked, counted from 1; 0: none yet
  std::string path;
  RecordPlace place;
};

struct ScanState {
  std::vector<std::pair<std::string, std::string>> settings;  // must be the same to go on
  std::uint64_t output_bytes = 0;
  ScanPosition position;
  // Items done beyond the position, half-open, by --unordered.
  std::map<std::uint64_t, std::uint64_t> done;
  ScanCounts counts;
};

std::string to_json(const ScanState& state);
Result<ScanState> read_scan_state(std::string_view json);

// Nothing, or the first of the settings that differs.
Result<void> same_settings(const ScanState& before, const ScanState& now);

}  // namespace despin::scan
