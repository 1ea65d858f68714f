// lib/scan/document_limits.h - how much one document may take, as the command is told.
//
//   scan::DocumentLimits limits;
//   limits.seconds = 2;
//   detector.analyze(text, workspace, {.limits = scan::limits_of(limits, interrupted)});
//
// Units    Bytes, words, seconds.
// Threads  A plain value.
#pragma once

#include <cstdint>
#include <functional>

#include "despin/limits.h"

namespace despin::scan {

struct DocumentLimits {
  std::uint64_t max_bytes = Limits{}.max_bytes;
  std::uint32_t max_words = Limits{}.max_words;
  std::uint64_t max_memory = Limits{}.max_memory;
  double seconds = 0;  // 0: as long as it takes
};

// Of a document that begins now.
Limits limits_of(const DocumentLimits& limits, std::function<bool()> stop = {});

}  // namespace despin::scan
