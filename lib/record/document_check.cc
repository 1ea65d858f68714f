#include "lib/record/document_check.h"

#include <string>

#include "lib/read/date.h"
#include "lib/record/document_identity.h"

namespace despin::record {

Result<Report> check_document(const Document& document, const RecordTask& task,
                              const Limits& limits, RecordScratch& scratch) {
  if (auto ok = task.detector->read(document.text, scratch.workspace, scratch.reading, limits);
      !ok) {
    return ok.error();
  }
  return task.detector->analyze(scratch.reading, scratch.workspace,
                                {.max_false_positive_rate = task.max_fpr, .limits = limits});
}

Result<std::vector<SourceMatch>> search_document(const RawRecord& record, const Document& document,
                                                 const RecordTask& task, const Limits& limits,
                                                 RecordScratch& scratch, Withheld* withheld) {
  const std::string identity = document_identity(record, document);
  const std::string day = read::read_date(document.date).substr(0, 10);
  return task.index->search(scratch.reading,
                            suspect_info(identity, day, given_facts(record), document),
                            scratch.workspace, {.limits = limits, .withheld = withheld});
}

}  // namespace despin::record
