// lib/view/report_lists.h - the shorter lists of a report's page: sites, swaps, sources, errors.
//
//   view::set_lists(figures, page);  // "sites", "swaps", "sources", "errors"
//
// Threads  Stateless.
// Cost     O(lists), while the page is rendered.
#pragma once

#include "lib/scan/report_figures.h"
#include "lib/view/page.h"

namespace despin::view {

// For lists.html and the contents of report.html; a list that is empty is not set.
// REQUIRES: the figures outlive the page.
void set_lists(const scan::ScanFigures& figures, PageData& page);

}  // namespace despin::view
