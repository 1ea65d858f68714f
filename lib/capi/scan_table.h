// lib/capi/scan_table.h - scanned documents as rows of an Arrow table (despin_scan_arrow).
//
//   ScanTable table;
//   table.add(row);           // of a document, or why there is none
//   table.add_null();
//   auto ok = table.give(&array);
//
// Threads  One.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "despin/document.h"
#include "despin/index.h"
#include "despin/report.h"
#include "despin/result.h"
#include "lib/capi/arrow_node.h"

namespace despin::capi {

// What the table keeps of a document: not its text.
struct ScannedRow {
  std::string input;
  RecordPlace place;
  std::optional<Error> error;
  Report report;  // unless there is an error
  std::string id;
  std::string url;
  std::string title;
  std::string author;
  std::string date;
  std::string language;                             // as declared
  std::optional<std::vector<SourceMatch>> sources;  // if they were searched
  std::string record;                               // as despin scan writes it
  std::optional<std::string> text;                  // if it is asked for
};

class ScanTable {
 public:
  ScanTable();
  void add(const ScannedRow& row);
  void add_null();
  void give_schema(ArrowSchema* out) const { ArrowNode::give_schema(rows_, out); }
  // Errors: kTooLarge (offsets have 32 bits). Nothing is left in the table.
  Result<void> give(ArrowArray* out);

 private:
  ArrowNode rows_;
};

}  // namespace despin::capi
