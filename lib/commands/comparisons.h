// lib/commands/comparisons.h - pages that compare the documents of a report with their sources.
//
//   if (!write_comparisons({.folder = "pages", .report = "scan.html"}, figures)) return kExitError;
//
// A page is written for each source of a listed document, as far as both can still be read: the
// document at its place in its input, the source as a file, whose path is its id in the index.
// ScanSource::comparison says where it is, as seen from the report.
// Threads  Single.
// Cost     That of `despin compare` for each page.
#pragma once

#include <string>

#include "lib/scan/report_figures.h"

namespace despin::commands {

struct ComparisonPages {
  std::string folder;  // made if it is not there
  std::string report;  // the page with the links
  std::string model;   // empty: the default
  bool overwrite = false;
};

// False, with a complaint, if a page cannot be written.
bool write_comparisons(const ComparisonPages& pages, scan::ScanFigures& figures);

}  // namespace despin::commands
