// lib/api/workspace.h - what a Workspace and a Reading hold, for the classes that fill them.
//
// Threads  One call at a time.
// Memory   Buffers alone: what one call leaves, none reads.
#pragma once

#include <memory>
#include <string>
#include <type_traits>
#include <vector>

#include "despin/detector.h"
#include "despin/result.h"
#include "lib/align/comparison.h"
#include "lib/base/guard.h"
#include "lib/detect/document_report.h"
#include "lib/detect/reading.h"
#include "lib/search/source_candidates.h"
#include "lib/search/source_matches.h"

namespace despin {
inline namespace v1 {

struct Workspace::Impl {
  detect::Reading reading;  // of a text that nobody keeps
  detect::ReportScratch reporting;
  search::RetrievalScratch retrieval;
  std::vector<search::WindowedCandidate> candidates;
  search::MatchScratch matching;
  align::ComparisonScratch comparing;
};

struct Reading::Impl {
  std::string text;
  detect::Reading reading;                         // views `text`
  std::shared_ptr<const Detector::Impl> detector;  // that read it; null: none
};

// A workspace keeps what texts up to here took.
inline constexpr std::size_t kKeptTextBytes = std::size_t{1} << 20;

inline Result<void> check_size(std::size_t bytes, const Limits& limits) {
  if (bytes <= limits.max_bytes) return {};
  return Error{ErrorCode::kTooLarge,
               "a text of " + std::to_string(bytes) + " bytes; expected at most " +
                   std::to_string(limits.max_bytes) + "; raise Limits::max_bytes, or split it"};
}

// Calls f(), which uses a workspace for so many bytes of text. What it leaves is given back if it
// is much, or if memory ran out and who knows what it is.
template <class F>
std::invoke_result_t<F> guarded_call(Workspace& scratch, std::size_t text_bytes, F&& f) {
  auto result = base::guarded(f, [&scratch] { scratch.shrink(); });
  if (text_bytes > kKeptTextBytes) scratch.shrink();
  return result;
}

inline Error read_by_another() {
  return {ErrorCode::kBadInput,
          "a Reading that this detector has not read; expected one of its own: word ids mean "
          "nothing in another model; read() the text by this detector"};
}

}  // namespace v1
}  // namespace despin
