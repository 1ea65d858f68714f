// lib/capi/report_table.h - reports as rows of an Arrow table (despin_check_arrow).
//
//   ReportTable table;
//   table.add(report);        // a Result: a report, or why there is none
//   table.add_null();
//   auto ok = table.give(&array);
//
// Threads  One.
#pragma once

#include "despin/report.h"
#include "despin/result.h"
#include "lib/capi/arrow_node.h"

namespace despin::capi {

class ReportTable {
 public:
  ReportTable();

  void add(const Result<Report>& report);
  // Null in every column, not a null row: a table, which consumers make of this, has none.
  void add_null();

  void give_schema(ArrowSchema* out) const { ArrowNode::give_schema(rows_, out); }
  // Errors: kTooLarge (offsets have 32 bits). Nothing is left in the table.
  Result<void> give(ArrowArray* out);

 private:
  void add_report(const Report& report);
  void add_error(const Error& error);

  ArrowNode rows_;
};

}  // namespace despin::capi
