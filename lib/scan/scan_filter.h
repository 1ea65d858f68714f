// lib/scan/scan_filter.h - selects the documents of a scan to analyze and the records to write.
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

  // Whether --sample selects it: by the hash of its place, so the same in every run.
  bool sampled(const ScanItem& item) const;

  // Whether its language matches --lang: as told from the text, else as declared, else it does;
  // "en" also matches "en-GB".
  bool speaks(const Language& told, const Document& document) const;

  // Whether --only selects its record.
  bool wants(const Report& report, bool has_source) const;

 private:
  const ScanOptions& options_;
};

void count(const Report& report, bool has_source, ScanCounts& counts);

}  // namespace despin::scan
