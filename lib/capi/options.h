// lib/capi/options.h - the options of C as those of C++.
//
// Threads  Stateless.
// Errors   kBadCall for a struct of unknown size; values are judged where they are used.
#pragma once

#include <chrono>
#include <cstdint>

#include "despin/comparison.h"
#include "despin/despin.h"
#include "despin/index.h"
#include "despin/limits.h"
#include "despin/open_options.h"
#include "despin/reader.h"
#include "despin/report.h"
#include "despin/result.h"

namespace despin::capi {

// Empty for NULL.
inline IndexProgress progress_of(despin_progress progress, void* context) {
  if (progress == nullptr) return {};
  return [=](std::uint64_t done, std::uint64_t total) { progress(context, done, total); };
}

// NULL stands for defaults everywhere. Times count from now.
Result<Limits> limits_of(const despin_limits* limits);
Result<OpenOptions> open_options_of(const despin_open_options* options);
Result<AnalyzeOptions> check_options_of(const despin_check_options* options);
Result<CompareOptions> compare_options_of(const despin_compare_options* options);
// What the suspect is called is set apart; both view the caller's bytes.
Result<SearchOptions> search_options_of(const despin_search_options* options, SuspectInfo& suspect);
Result<ReaderOptions> reader_options_of(const despin_reader_options* options);
Result<despin_batch_options> batch_options_of(const despin_batch_options* options);

// What Limits::deadline is after so long; UINT64_MAX: none.
std::chrono::steady_clock::time_point deadline_after(std::uint64_t timeout_ns);
// despin_limits.timeout_ns of checks, for who begins many.
Result<std::uint64_t> timeout_of(const despin_check_options* options);

}  // namespace despin::capi
