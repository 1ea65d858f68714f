// lib/scan/scan_input.h - iterates over all records of a scan, from any position.
//
//   scan::ScanInput input({"crawl/", "news.jsonl.gz"}, {});
//   for (scan::ScanItem item; input.next(item);) ...
//
// A record that cannot be read is an item with an error, so that the scan reports it in its place.
// Threads  Single.
// Memory   One record, and the names in the folders that contain it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "despin/reader.h"
#include "despin/result.h"
#include "lib/scan/scan_state.h"

namespace despin::scan {

struct ScanItem {
  ScanPosition position;
  RawRecord record;
  std::optional<Error> error;
  std::uint64_t bytes_read = 0;  // of the inputs, since the item before
};

class ScanInput {
 public:
  // Where it comes upon `output` in a folder, that is passed by: a scan that reads what it writes
  // never ends. Empty or "-": standard output.
  ScanInput(std::vector<std::string> names, ReaderOptions options, std::string output,
            const WalkOptions& walk = {});

  // Moves to after a position of an earlier run. Errors: kBadInput if the inputs have changed.
  // REQUIRES: called before the first next().
  Result<void> resume_behind(const ScanPosition& position);

  // False at the end.
  bool next(ScanItem& item);

  // Over all inputs, those before the position where the scan resumes included.
  std::uint64_t bytes_read() const;
  const LeftOut& left_out() const { return walk_.left_out(); }
  std::uint64_t ignored_bytes() const { return ignored_; }  // ReaderCounts::ignored_bytes of all
  std::uint64_t skipped() const;  // records without a document, including those of earlier runs

 private:
  bool open_next(ScanItem& item);
  void given(ScanItem& item);
  void close();

  InputWalk walk_;
  ReaderOptions options_;
  std::string output_;
  std::optional<Reader> reader_;
  ScanPosition position_;  // of the last item returned
  std::uint64_t bytes_before_ = 0;
  std::uint64_t ignored_ = 0;
  std::uint64_t bytes_given_ = 0;       // those that items account for
  std::uint64_t skipped_before_ = 0;    // in finished inputs
  std::uint64_t skipped_at_entry_ = 0;  // by the Reader, before the position where the scan resumes
};

// Size of all inputs together; 0 if unknown, as for a pipe.
std::uint64_t input_bytes(const std::vector<std::string>& names, const WalkOptions& walk = {});

}  // namespace despin::scan
