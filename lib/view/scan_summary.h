// lib/view/scan_summary.h - the summary that is printed at the end of a scan.
// Threads  Stateless.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "lib/scan/scan_state.h"

namespace despin::view {

struct ScanRun {
  std::uint64_t skipped = 0;    // records without a document
  std::uint64_t documents = 0;  // of this run only
  double seconds = 0;
  bool searched = false;  // whether sources were searched
};

// Lines of at most 80 columns.
std::string summary_words(std::string_view where, const scan::ScanCounts& counts,
                          const ScanRun& run);

}  // namespace despin::view
