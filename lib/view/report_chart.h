// lib/view/report_chart.h - bars of counts, a row of them a kind, as an SVG image in a page.
//
//   view::set_charts(figures, page);  // "charts"
//
// Each row is as high as its own highest bar, which is named: a few spun documents are seen
// beside many that are not. Every figure is in a table as well, for those who cannot see it.
// Threads  Stateless.
#pragma once

#include "lib/scan/report_figures.h"
#include "lib/view/page.h"

namespace despin::view {

// The distributions that the scan has, for chart.html: scores, swap rates, dates.
void set_charts(const scan::ScanFigures& figures, PageData& page);

}  // namespace despin::view
