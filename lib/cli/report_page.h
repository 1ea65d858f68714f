// lib/cli/report_page.h - the figures of a scan as one HTML page that needs nothing else.
//
//   auto written = cli::write_file("scan.html", cli::report_page(figures, {{"out.jsonl"}}));
//
// The page is lib/cli/page/report.html with its gaps filled (lib/cli/html.h). Whole and
// readable without its script, which sorts and filters.
// Threads  Stateless.
// Cost     O(lists).
#pragma once

#include <string>

#include "lib/cli/report_figures.h"
#include "lib/cli/report_text.h"

namespace despin::cli {

// Any bytes are safe in the figures.
std::string report_page(const ScanFigures& figures, const ReportedInputs& inputs);

}  // namespace despin::cli
