// lib/view/record_csv.h - records of a scan as rows of a table (RFC 4180).
//
//   print(view::csv_header());
//   for (const ScanRecord& record : records) print(view::csv_row(record));
//
// A cell that a spreadsheet would take for a formula has an apostrophe before it: names and
// addresses are those of strangers.
// Threads  Stateless.
#pragma once

#include <string>

#include "lib/scan/scan_record.h"

namespace despin::view {

std::string csv_header();
std::string csv_row(const scan::ScanRecord& record);

}  // namespace despin::view
