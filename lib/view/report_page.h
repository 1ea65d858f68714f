// lib/view/report_page.h - renders the figures of a scan as one self-contained HTML page.
//
//   auto written = scan::write_file("scan.html", view::report_page(figures, {{"out.jsonl"}}));
//
// The page is lib/view/templates/report.html (lib/view/page.h). Whole and readable without its
// script, which sorts and filters.
// Threads  Stateless.
// Cost     O(lists).
#pragma once

#include <string>

#include "lib/scan/report_figures.h"
#include "lib/view/report_text.h"
#include "lib/view/run_facts.h"

namespace despin::view {

// The figures may hold any bytes.
std::string report_page(const scan::ScanFigures& figures, const ReportedInputs& inputs,
                        const RunFacts& facts = {});

}  // namespace despin::view
