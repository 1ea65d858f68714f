// lib/view/scan_summary.h - what a scan came to, as a person reads it at its end.
// Threads  Stateless.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "lib/scan/scan_state.h"

namespace despin::view {

struct ScanRun {
  std::uint64_t skipped = 0;    // records without a document
  std::uint64_t documents = 0;  // of this run alone
  double seconds = 0;
  bool searched = false;  // for sources
};

// Lines of at most 80 columns.
std::string summary_words(std::string_view where, const scan::ScanCounts& counts,
                          const ScanRun& run);

}  // namespace despin::view
