#include "lib/scan/document_limits.h"

#include <chrono>
#include <utility>

namespace despin::scan {

Limits limits_of(const DocumentLimits& limits, std::function<bool()> stop) {
  Limits out;
  out.max_bytes = limits.max_bytes;
  out.max_words = limits.max_words;
  out.max_memory = limits.max_memory;
  if (limits.seconds > 0) {
    out.deadline = std::chrono::steady_clock::now() +
                   std::chrono::duration_cast<std::chrono::steady_clock::duration>(
                       std::chrono::duration<double>(limits.seconds));
  }
  out.stop = std::move(stop);
  return out;
}

}  // namespace despin::scan
