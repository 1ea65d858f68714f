// lib/capi/handles.h - what the handles hold that more than one file makes use of.
//
//   const capi::Lease lease(*detector->workspaces, workspace);    // the caller's, or one of a pool
//   auto report = detector->detector.analyze(text, lease.workspace(), *options);
//
// Threads  As conventions 8 and 9 of despin/despin.h say.
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "despin/aligner.h"
#include "despin/despin.h"
#include "despin/detector.h"
#include "despin/document.h"
#include "despin/reader.h"
#include "despin/source_index.h"
#include "lib/capi/border.h"

struct despin_workspace {
  despin::Workspace workspace;
};

namespace despin::capi {

// Workspaces of calls that bring none: as many as ran at one time. Any number of threads.
class WorkspacePool {
 public:
  std::unique_ptr<Workspace> take();
  void give_back(std::unique_ptr<Workspace> workspace) noexcept;

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<Workspace>> idle_;
};

// A workspace for the time of one call.
class Lease {
 public:
  // The caller's, or one of the pool.
  Lease(WorkspacePool& pool, despin_workspace* given)
      : pool_(pool), given_(given), taken_(given == nullptr ? pool.take() : nullptr) {}
  ~Lease() {
    if (taken_) pool_.give_back(std::move(taken_));
  }
  Lease(const Lease&) = delete;  // one owner gives it back
  Lease& operator=(const Lease&) = delete;

  Workspace& workspace() const { return taken_ ? *taken_ : given_->workspace; }

 private:
  WorkspacePool& pool_;
  despin_workspace* given_;
  std::unique_ptr<Workspace> taken_;
};

// A detector and what C wants of it ready-made.
struct DetectorInfoView {
  DetectorInfo info;
  std::string fingerprint;
  std::vector<despin_string> languages;
  std::vector<despin_length_band> bands;
  despin_detector_info data = {};

  explicit DetectorInfoView(const Detector& detector);
  DetectorInfoView(const DetectorInfoView&) = delete;  // `data` points into it
  DetectorInfoView& operator=(const DetectorInfoView&) = delete;
};

// What is known of an index, as C reads it.
struct StatisticsView {
  explicit StatisticsView(IndexStatistics read) : statistics(std::move(read)) {
    for (const IndexStatistics::Part& part : statistics.parts) {
      parts.push_back({string_of(part.name), part.bytes});
    }
    for (const IndexStatistics::Segment& segment : statistics.segments) {
      segments.push_back({string_of(segment.file), segment.documents, segment.bytes,
                          string_of(segment.corruption)});
    }
    data = {sizeof data,  statistics.documents, statistics.words, statistics.bytes,  parts.data(),
            parts.size(), segments.data(),      segments.size(),  statistics.removed};
  }
  StatisticsView(const StatisticsView&) = delete;  // `data` points into it
  StatisticsView& operator=(const StatisticsView&) = delete;

  IndexStatistics statistics;
  std::vector<despin_index_part> parts;
  std::vector<despin_index_segment> segments;
  despin_index_statistics_data data = {};
};

}  // namespace despin::capi

struct despin_detector {
  explicit despin_detector(despin::Detector opened)
      : detector(std::move(opened)),
        workspaces(std::make_shared<despin::capi::WorkspacePool>()),
        info(detector) {}

  std::atomic<std::size_t> owners = 1;
  despin::Detector detector;
  std::shared_ptr<despin::capi::WorkspacePool> workspaces;
  despin::capi::DetectorInfoView info;
};

struct despin_reading {
  despin::Reading reading;
};

struct despin_document {
  explicit despin_document(despin::Document read);

  despin::Document document;
  std::vector<despin_input_run> input_map;
  despin_document_data data = {};
};

struct despin_index {
  despin_index(despin::SourceIndex opened, std::shared_ptr<despin::capi::WorkspacePool> pool)
      : index(std::move(opened)), workspaces(std::move(pool)), statistics(index.statistics()) {}

  std::atomic<std::size_t> owners = 1;
  despin::SourceIndex index;
  std::shared_ptr<despin::capi::WorkspacePool> workspaces;
  despin::capi::StatisticsView statistics;
};

struct despin_matches {
  despin_matches(std::vector<despin::SourceMatch> made, despin::Truncation truncated,
                 despin::Withheld left_out);
  despin_matches(const despin_matches&) = delete;  // `data` points into it
  despin_matches& operator=(const despin_matches&) = delete;

  std::vector<despin::SourceMatch> matches;
  std::vector<std::vector<despin_span>> passages;
  std::vector<despin_match> views;
  despin::Withheld withheld;
  std::vector<std::vector<despin_source_copy>> copies;
  std::vector<despin_match_copies> copy_views;
  despin_matches_data data = {};
};

struct despin_reader {
  despin::Reader reader;
  despin::RawRecord record = {};  // of despin_reader_next_arrow()
  bool at_end = false;
};
