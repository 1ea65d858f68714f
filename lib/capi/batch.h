// lib/capi/batch.h - many texts on several threads, their results in order.
//
//   BatchCalls calls;
//   calls.next = [&](std::string_view& text) { return ...; };             // kText, kEnd or kStop
//   calls.take = [&](std::uint64_t number, Result<Report> report) { return ...; };   // false: stop
//   auto done = check_batch(*detector, options, calls);
//
// Threads  Both calls, and despin_batch_options.stop, are made on the thread of the call alone.
// Memory   At most max_pending reports, and a workspace a thread.
// Errors   Of a text: in its result. kCanceled; kBadCall (options); kOutOfMemory.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string_view>

#include "despin/despin.h"
#include "despin/report.h"
#include "despin/result.h"

namespace despin::capi {

// How often despin_batch_options.stop is asked.
inline constexpr std::chrono::milliseconds kStopInterval(50);

enum class Next { kText, kEnd, kStop };

struct BatchCalls {
  std::function<Next(std::string_view& text)> next;
  std::function<bool(std::uint64_t number, Result<Report> report)> take;
};

Result<void> check_batch(const despin_detector& detector, const despin_batch_options* options,
                         const BatchCalls& calls);

}  // namespace despin::capi
