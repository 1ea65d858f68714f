// lib/capi/report.h - a Report as the structs of C.
//
//   std::unique_ptr<despin_report> handle = ...(std::move(report));   // despin_report_get() views
//   it
//
// Threads  Immutable once made.
// Memory   Strings stay where the Report has them; arrays are a few, sized before they are filled.
#pragma once

#include <vector>

#include "despin/despin.h"
#include "despin/report.h"

struct despin_report {
  explicit despin_report(despin::Report made);
  despin_report(const despin_report&) = delete;  // `data` points into it
  despin_report& operator=(const despin_report&) = delete;

  despin::Report report;
  std::vector<despin_string> strings;
  std::vector<despin_span> spans;
  std::vector<despin_finding> findings;
  std::vector<despin_contribution> contributions;
  std::vector<despin_family> families;
  std::vector<despin_judged_passage> passages;
  despin_report_data data = {};
};
