// lib/scan/scan_options.h - what a scan reads, and which records it writes where.
// Threads  A plain value.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "despin/reader.h"
#include "lib/scan/scan_output.h"

namespace despin::scan {

struct ScanOptions {
  std::vector<std::string> inputs;
  std::string files_from;  // more of them, one a line
  std::string output;      // empty: standard output
  std::string model;
  std::string index;
  InputFormat format = InputFormat::kGuess;
  RecordFields fields;
  Existing existing = Existing::kRefuse;
  unsigned threads = 0;  // 0: as many as the machine has
  unsigned save_ms = 1000;
  std::uint64_t min_words = 0;
  std::string language;
  double sample = 1;
  std::vector<std::string> only;
  double max_fpr = 0.001;
  bool unordered = false;
  bool fail_fast = false;
  bool quiet = false;
};
}  // namespace despin::scan
