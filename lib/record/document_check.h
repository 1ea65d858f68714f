// lib/record/document_check.h - what a scan does with one record, whoever hands it out: the
// command, or a batch of Arrow.
//
//   auto document = read_document(record, task.fields);
//   auto report = record::check_document(*document, task, limits, scratch);
//   auto sources = record::search_document(record, *document, task, limits, scratch);
//   out += scan_line(item, document_name(record, *document), *document, *report, &*sources);
//
// Threads  A RecordScratch serves one call at a time; all else is shared.
// Errors   Those of Detector::analyze() and of SourceIndex::search().
#pragma once

#include <vector>

#include "despin/detector.h"
#include "despin/document.h"
#include "despin/result.h"
#include "despin/source_index.h"

namespace despin::record {

struct RecordTask {
  const Detector* detector = nullptr;
  const SourceIndex* index = nullptr;  // null: sources are not searched
  RecordFields fields{};
  double max_fpr = 0.001;
};

struct RecordScratch {
  Workspace workspace;
  Reading reading;  // of the record that was checked last
};

Result<Report> check_document(const Document& document, const RecordTask& task,
                              const Limits& limits, RecordScratch& scratch);

// The sources of the document that `scratch` has checked last; `record` is what it was read from.
// REQUIRES: task.index.
Result<std::vector<SourceMatch>> search_document(const RawRecord& record, const Document& document,
                                                 const RecordTask& task, const Limits& limits,
                                                 RecordScratch& scratch,
                                                 Withheld* withheld = nullptr);

}  // namespace despin::record
