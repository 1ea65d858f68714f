// lib/scan/document_scanner.h - writes one record per document of folders, archives and streams.
//
//   scan::DocumentScanner scanner(detector, index, options, output, state);
//   auto ran = scanner.run(input);
//
// Documents are read in order on the calling thread, analyzed by a pool of threads and written in
// order, or as they are done with ScanOptions::unordered. The saved state always agrees with the
// output, so that a scan resumes where it stopped, however it ended.
// Threads  One run() at a time; detector and index are shared by the pool.
// Errors   An error of a document becomes a record, or ends the scan with ScanOptions::fail_fast.
//          An error of the output is returned by run().
// Memory   Per thread a queue of batches of at most kBatchItems documents.
#pragma once

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
#include "lib/scan/interrupt.h"
#include "lib/scan/ordered_pool.h"
#include "lib/scan/scan_filter.h"
#include "lib/scan/scan_input.h"
#include "lib/scan/scan_options.h"
#include "lib/scan/scan_output.h"
#include "lib/scan/scan_state.h"

namespace despin::scan {

// Called on the thread of run(), after each read.
using ScanProgress = std::function<void(std::uint64_t documents, std::uint64_t bytes_read)>;

class DocumentScanner {
 public:
  // If `index` is null, sources are not searched. REQUIRES: options.threads > 0; all arguments
  // outlive the scanner.
  DocumentScanner(const Detector& detector, const SourceIndex* index, const ScanOptions& options,
                  ScanOutput& output, ScanState state);

  // Scans the whole input, or until an interrupt or, with fail_fast, the first error.
  Result<void> run(ScanInput& input, const ScanProgress& on_progress = {});

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
    std::size_t done = 0;           // items done; fewer than all if one of them ends the scan
    ScanCounts counts;
  };

  struct ScanScratch {
    Workspace workspace;
    Reading reading;
  };

  void read_all(ScanInput& input, OrderedPool<Batch>& pool, const ScanProgress& on_progress);
  void show_progress(const ScanInput& input, const ScanProgress& on_progress);
  void work(Batch& batch, ScanScratch& scratch);
  std::optional<Error> judge(const ScanItem& item, ScanScratch& scratch, Batch& batch) const;
  bool finish(Batch& batch);  // one batch at a time
  void advance();
  bool fail(Error error);

  const Detector& detector_;
  const SourceIndex* index_;
  const ScanOptions& options_;
  const ScanFilter filter_;
  ScanOutput& output_;
  InterruptGuard interrupt_;

  std::mutex mutex_;  // guards the members below
  ScanState state_;
  std::map<std::uint64_t, ScanPosition> ends_;  // keys as in state_.done
  std::uint64_t documents_now_ = 0;
  std::optional<Error> error_;
  std::optional<ScanItem> stopped_by_;

  std::vector<ScanScratch> scratch_;  // one per thread
  Clock::time_point next_save_;
};

}  // namespace despin::scan
