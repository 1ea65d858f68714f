// lib/scan/scan_input.h - everything a scan is to read, record by record, from any place on.
//
//   scan::ScanInput input({"crawl/", "news.jsonl.gz"}, {});
//   for (scan::ScanItem item; input.next(item);) ...
//
// What cannot be read is an item as well, with its error, so that a scan can say so in its
// place.
// Threads  Single.
// Memory   One record, and the names of the folders it stands in.
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
};

class ScanInput {
 public:
  ScanInput(std::vector<std::string> names, ReaderOptions options);

  // Goes behind a position of an earlier run.
  // Errors: kBadInput if the inputs are not what they were.
  // REQUIRES: before the first next().
  Result<void> resume_behind(const ScanPosition& position);

  // False at the end.
  bool next(ScanItem& item);

  std::uint64_t bytes_read() const;
  std::uint64_t skipped() const;  // records without a document, those before included

 private:
  bool open_next(ScanItem& item);
  void close();

  InputWalk walk_;
  ReaderOptions options_;
  std::optional<Reader> reader_;
  ScanPosition position_;  // of what was given out last
  std::uint64_t bytes_before_ = 0;
  std::uint64_t skipped_before_ = 0;    // in the inputs that are done
  std::uint64_t skipped_at_entry_ = 0;  // by the Reader, on its way to where the scan goes on
};

// Bytes of all inputs together, 0 if it is not known, as of a pipe.
std::uint64_t input_bytes(const std::vector<std::string>& names);

}  // namespace despin::scan
