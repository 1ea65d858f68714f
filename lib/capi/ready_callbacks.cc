// Callbacks in C for those who have none: what they do takes no call into another language.
#include <atomic>

#include "despin/despin.h"

std::int32_t despin_stop_if_set(void* flag) {
  if (flag == nullptr) return 0;
  return std::atomic_ref(*static_cast<std::int32_t*>(flag)).load(std::memory_order_relaxed);
}

std::int32_t despin_keep_report(void* results, std::uint64_t number, despin_report* report,
                                const despin_error* error) {
  if (results == nullptr) {
    despin_report_free(report);
    return 1;
  }
  despin_result& result = static_cast<despin_result*>(results)[number];
  result.report = report;
  if (report == nullptr && error != nullptr) result.error = *error;
  return 0;
}
