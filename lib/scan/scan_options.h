// lib/scan/scan_options.h - the options of a scan: inputs, filters and outputs.
// Threads  Plain value.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "despin/reader.h"
#include "lib/scan/document_limits.h"
#include "lib/scan/scan_output.h"

namespace despin::scan {

struct ScanOptions {
  std::vector<std::string> inputs;
  std::string files_from;  // file with further inputs, one per line
  std::string output;      // empty: standard output
  std::string model;
  std::string index;
  InputFormat format = InputFormat::kGuess;
  RecordFields fields;
  bool all_files = false;  // of folders
  Existing existing = Existing::kRefuse;
  unsigned threads = 0;  // 0: number of processors
  unsigned save_ms = 1000;
  std::uint64_t min_words = 0;
  std::string language;
  double sample = 1;
  std::vector<std::string> only;
  double max_fpr = 0.001;
  bool unordered = false;
  bool fail_fast = false;
  bool quiet = false;
  bool line_buffered = false;  // also into a file
  DocumentLimits limits;
};
}  // namespace despin::scan
