// lib/view/report_chart.h - bar charts of counts, one row per kind, as an SVG image in a page.
//
//   view::set_charts(figures, page);  // "charts"
//
// Each row is scaled to its own highest bar, which is labeled, so that a few spun documents stay
// visible next to many others. A table has all figures as well, for screen readers.
// Threads  Stateless.
#pragma once

#include "lib/scan/report_figures.h"
#include "lib/view/page.h"

namespace despin::view {

// The distributions that the scan has, for chart.html: scores, swap rates, dates.
void set_charts(const scan::ScanFigures& figures, PageData& page);

}  // namespace despin::view
