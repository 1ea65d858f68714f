// lib/api/workspace.h - what a Workspace and a Reading hold, for the classes that fill them.
//
// Threads  One call at a time.
// Memory   Buffers alone: what one call leaves, none reads.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "despin/detector.h"
#include "despin/result.h"
#include "lib/align/comparison.h"
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

inline Error read_by_another() {
  return {ErrorCode::kBadInput,
          "a Reading that this detector has not read; expected one of its own: word ids mean "
          "nothing in another model; read() the text by this detector"};
}

}  // namespace v1
}  // namespace despin
