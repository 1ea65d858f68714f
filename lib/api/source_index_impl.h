// lib/api/source_index_impl.h - what a SourceIndex owns, for those who search it otherwise.
//
// Threads  Immutable.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "despin/source_index.h"
#include "lib/api/detector_impl.h"
#include "lib/api/workspace.h"
#include "lib/index/index.h"

namespace despin {
inline namespace v1 {

struct SourceIndex::Impl {
  std::shared_ptr<const Detector::Impl> detector;
  index::Index index;
  IndexStatistics statistics;
  std::string folder;
  OpenOptions opened_by;
  std::vector<const index::DocumentStore*> stores;  // the segments of `index`
  std::uint64_t documents = 0;                      // in them

  static Result<SourceIndex> open(const std::string& folder,
                                  std::shared_ptr<const Detector::Impl> detector,
                                  const OpenOptions& options, const index::Index* before = nullptr);

  // Of a suspect that was read.
  Result<std::vector<SourceMatch>> search(const detect::Reading& reading, const SuspectInfo& info,
                                          Workspace::Impl& work, const SearchOptions& options,
                                          base::Budget& budget) const;
};

}  // namespace v1
}  // namespace despin
