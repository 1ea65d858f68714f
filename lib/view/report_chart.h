// lib/view/report_chart.h - bars of counts, a row of them a kind, as an SVG image in a page.
//
//   out += chart_html({.name = "Scores", .note = .., .rows = {..}, .bins = {"3 to 4", ..}});
//
// Each row is as high as its own highest bar, which is named: a few spun documents are seen
// beside many that are not. Every figure is in a table as well, for those who cannot see it.
// Threads  Stateless.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "lib/scan/report_figures.h"

namespace despin::view {

struct ChartRow {
  std::string name;
  std::string kind;  // class of its bars
  std::vector<std::uint64_t> counts;
};

struct Chart {
  std::string name;
  std::string note;               // a sentence that says the gist
  std::string axis;               // what the bins are of
  std::vector<ChartRow> rows;     // all of one length
  std::vector<std::string> bins;  // "3 to 4", as many as counts
  // What stands below the left edges of bins, and one more below the last right edge; empty
  // ones do not.
  std::vector<std::string> ticks;
};

// Empty if there is nothing to show. All texts are escaped here.
std::string chart_html(const Chart& chart);

// The distributions of a scan: scores, swap rates, dates; those it has.
std::string charts_html(const scan::ScanFigures& figures);

}  // namespace despin::view
