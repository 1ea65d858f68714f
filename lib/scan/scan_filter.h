// lib/scan/scan_filter.h - which documents of a scan are read, and of which there is a record.
// Threads  const after construction: shared.
#pragma once

#include "despin/document.h"
#include "despin/report.h"
#include "lib/scan/scan_input.h"
#include "lib/scan/scan_options.h"
#include "lib/scan/scan_state.h"

namespace despin::scan {

class ScanFilter {
 public:
  // REQUIRES: the options outlive it.
  explicit ScanFilter(const ScanOptions& options) : options_(options) {}

  // Whether --sample takes it: by the hash of its place, so the same every time.
  bool sampled(const ScanItem& item) const;

  // Whether it is in the language of --lang, or does not say; "en" takes "en-GB" as well.
  bool speaks(const Document& document) const;

  // Whether --only lets its record through.
  bool wants(const Report& report, bool has_source) const;

 private:
  const ScanOptions& options_;
};

void count(const Report& report, bool has_source, ScanCounts& counts);

}  // namespace despin::scan
