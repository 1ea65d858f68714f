// lib/capi/report_table.h - reports as rows of an Arrow table (despin_check_arrow).
//
//   ReportTable table;
//   table.add(report);        // a Result: a report, or why there is none
//   table.add_null();
//   auto ok = table.give(&array);
//
// Threads  One.
#pragma once

#include <utility>
#include <vector>

#include "despin/report.h"
#include "despin/result.h"
#include "lib/capi/arrow_node.h"

namespace despin::capi {

// The columns of a report, for a table that has more; and what a row has in them, the first ones of
// a struct.
std::vector<ArrowNode> report_columns();
void put_report(const Report& report, ArrowNode& rows);
void put_report_error(const Error& error, ArrowNode& rows);
void put_no_report(ArrowNode& rows);

// Errors: kTooLarge (offsets have 32 bits).
Result<void> give_rows(ArrowNode rows, ArrowArray* out);

class ReportTable {
 public:
  ReportTable();

  void add(const Result<Report>& report);
  // Null in every column, not a null row: a table, which consumers make of this, has none.
  void add_null();

  void give_schema(ArrowSchema* out) const { ArrowNode::give_schema(rows_, out); }
  // Errors: as give_rows(). Nothing is left in the table.
  Result<void> give(ArrowArray* out) { return give_rows(std::move(rows_), out); }

 private:
  ArrowNode rows_;
};

}  // namespace despin::capi
