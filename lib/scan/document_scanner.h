// lib/scan/document_scanner.h - writes one record per document of folders, archives and streams.
//
//   scan::DocumentScanner scanner(detector, index, options, output, state);
//   auto ran = scanner.run(input);
//
// Documents are read in order on the calling thread, analyzed by a pool of threads and written in
// order, or as they are done with ScanOptions::unordered. The saved state always agrees with the
// output, so that a scan resumes where it stopped, however it ended. Into a pipe or a terminal a
// record is written when it is done, into a file some at a time. After an interrupt no document is
// begun, and those under way are dropped, to be done again by the scan that resumes.
// Threads  One run() at a time; detector and index are shared by the pool.
// Errors   An error of a document becomes a record, or ends the scan with ScanOptions::fail_fast;
//          so does memory that one document is too large for. An error of the output is returned
//          by run().
// Memory   Per thread a queue of batches of at most kBatchItems documents.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "despin/detector.h"
#include "despin/result.h"
#include "despin/source_index.h"
#include "lib/record/document_check.h"
#include "lib/scan/interrupt.h"
#include "lib/scan/ordered_pool.h"
#include "lib/scan/scan_filter.h"
#include "lib/scan/scan_input.h"
#include "lib/scan/scan_options.h"
#include "lib/scan/scan_output.h"
#include "lib/scan/scan_state.h"

namespace despin::scan {

// What is done so far, those of earlier runs of the scan included.
struct ScanProgress {
  std::uint64_t documents = 0;
  std::uint64_t documents_before = 0;  // in earlier runs
  std::uint64_t bytes = 0;             // of the inputs
  std::uint64_t bytes_before = 0;
};

// What run() tells; any of them may be empty.
struct ScanCallbacks {
  // Ten times a second, on a thread of its own.
  std::function<void(const ScanProgress&)> on_progress;
  std::function<void()> on_stopping;  // once, on the same thread, after an interrupt
  std::function<void(unsigned threads)> on_fewer_threads;  // than ScanOptions wants
};

class DocumentScanner {
 public:
  // If `index` is null, sources are not searched. REQUIRES: options.threads > 0; all arguments
  // outlive the scanner.
  DocumentScanner(const Detector& detector, const SourceIndex* index, const ScanOptions& options,
                  ScanOutput& output, ScanState state);

  // Scans the whole input, or until an interrupt or, with fail_fast, the first error.
  Result<void> run(ScanInput& input, const ScanCallbacks& callbacks = {});

  const ScanCounts& counts() const { return state_.counts; }
  std::uint64_t skipped() const { return state_.position.skipped; }
  // With fail_fast, the item that ended the scan.
  const std::optional<ScanItem>& stopped_by() const { return stopped_by_; }
  InterruptGuard& interrupt() { return interrupt_; }

 private:
  using Clock = std::chrono::steady_clock;

  struct Batch {
    std::vector<ScanItem> items;
    bool done_before = false;  // in the run that this one resumes
    std::size_t bytes = 0;
    // Results:
    std::string lines;
    std::vector<ErrorLine> errors;  // among the lines
    std::size_t done = 0;  // items done; fewer than all if one of them ends the scan, or if
    bool cut = false;      // an interrupt did
    ScanCounts counts;
  };

  void read_all(ScanInput& input);
  bool take(ScanItem item);
  bool hand_over();
  void tick(const ScanCallbacks& callbacks);
  void work(Batch& batch, record::RecordScratch& scratch);
  std::optional<Error> judge_in_memory(const ScanItem& item, record::RecordScratch& scratch,
                                       Batch& batch);
  std::optional<Error> judge(const ScanItem& item, record::RecordScratch& scratch,
                             Batch& batch) const;
  bool finish(Batch& batch);  // one batch at a time
  void advance();
  bool fail(Error error);

  const record::RecordTask task_;
  const ScanOptions& options_;
  const ScanFilter filter_;
  ScanOutput& output_;
  InterruptGuard interrupt_;
  const std::size_t batch_items_;

  std::mutex batch_mutex_;  // guards the members below, and one put() at a time
  OrderedPool<Batch>* pool_ = nullptr;
  Batch batch_;  // being collected
  Clock::time_point batch_started_;

  std::atomic<std::uint64_t> documents_done_{0};
  std::atomic<std::uint64_t> bytes_done_{0};
  ScanProgress before_;  // counts of earlier runs
  bool said_stopping_ = false;

  std::mutex mutex_;  // guards the members below
  ScanState state_;
  std::map<std::uint64_t, ScanPosition> ends_;  // keys as in state_.done
  bool cut_ = false;                            // a batch was
  std::optional<Error> error_;
  std::optional<ScanItem> stopped_by_;

  std::vector<record::RecordScratch> scratch_;  // one per thread
  Clock::time_point next_save_;
};

}  // namespace despin::scan
