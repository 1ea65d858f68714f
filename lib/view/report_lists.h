// lib/view/report_lists.h - the lists of a report's page, as tables of HTML.
// Threads  Stateless.
// Cost     O(list).
#pragma once

#include <string>

#include "lib/scan/report_figures.h"

namespace despin::view {

// The table of the worst documents, and the sentence above it.
std::string documents_html(const scan::ScanFigures& figures);
std::string documents_note(const scan::ScanFigures& figures);

// Each is a whole section with its heading; empty if there is nothing to list.
std::string sites_html(const scan::ScanFigures& figures);
std::string swaps_html(const scan::ScanFigures& figures);
std::string sources_html(const scan::ScanFigures& figures);
std::string errors_html(const scan::ScanFigures& figures);

}  // namespace despin::view
