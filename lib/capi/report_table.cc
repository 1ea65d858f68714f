#include "lib/capi/report_table.h"

#include <utility>

#include "lib/capi/border.h"

namespace despin::capi {
namespace {

// Columns, and the fields of lists, in the order of despin/despin.h.
enum Column : std::size_t {
  kVerdict,
  kAbstainReason,
  kScore,
  kFalsePositiveRateUpper,
  kSwapRate,
  kWords,
  kPassages,
  kFindings,
  kFamilies,
  kError,
  kErrorCode,
};

ArrowNode list_of(const char* name, std::vector<ArrowNode> fields) {
  return ArrowNode("+l", name, {ArrowNode("+s", "item", std::move(fields))});
}

void put_passage(const JudgedPassage& passage, ArrowNode& item) {
  item.child(0).put(passage.begin_byte);
  item.child(1).put(passage.end_byte);
  item.child(2).put(name_of(passage.verdict));
  item.child(3).put(passage.score);
  item.child(4).put(passage.false_positive_rate_upper);
  item.child(5).put(passage.swap_rate);
  item.child(6).put(passage.words);
  item.close_row();
}

void put_finding(const Finding& finding, ArrowNode& item) {
  item.child(0).put(finding.begin_byte);
  item.child(1).put(finding.end_byte);
  item.child(2).put(finding.evidence_nats);
  item.child(3).put(finding.probability);
  ArrowNode& originals = item.child(4);
  for (const std::string& original : finding.likely_originals) {
    originals.child(0).put(std::string_view(original));
  }
  originals.close_row();
  item.close_row();
}

void put_family(const FamilyShare& family, ArrowNode& item) {
  item.child(0).put(std::string_view(family.name));
  item.child(1).put(family.posterior);
  item.close_row();
}

}  // namespace

std::vector<ArrowNode> report_columns() {
  return {ArrowNode("u", "verdict"),
          ArrowNode("u", "abstain_reason"),
          ArrowNode("g", "score"),
          ArrowNode("g", "false_positive_rate_upper"),
          ArrowNode("g", "swap_rate"),
          ArrowNode("I", "words"),
          list_of("passages", {ArrowNode("I", "begin_byte"), ArrowNode("I", "end_byte"),
                               ArrowNode("u", "verdict"), ArrowNode("g", "score"),
                               ArrowNode("g", "false_positive_rate_upper"),
                               ArrowNode("g", "swap_rate"), ArrowNode("I", "words")}),
          list_of("findings", {ArrowNode("I", "begin_byte"), ArrowNode("I", "end_byte"),
                               ArrowNode("f", "evidence_nats"), ArrowNode("f", "probability"),
                               ArrowNode("+l", "likely_originals", {ArrowNode("u", "item")})}),
          list_of("families", {ArrowNode("u", "name"), ArrowNode("g", "posterior")}),
          ArrowNode("u", "error"),
          ArrowNode("u", "error_code")};
}

ReportTable::ReportTable() : rows_("+s", "", report_columns()) {}

void ReportTable::add(const Result<Report>& report) {
  if (report) {
    put_report(*report, rows_);
  } else {
    put_report_error(report.error(), rows_);
  }
  rows_.close_row();
}

void ReportTable::add_null() {
  put_no_report(rows_);
  rows_.close_row();
}

void put_no_report(ArrowNode& rows) {
  for (std::size_t column = kVerdict; column <= kErrorCode; ++column) {
    rows.child(column).put_null();
  }
}

void put_report(const Report& report, ArrowNode& rows) {
  rows.child(kVerdict).put(name_of(report.verdict));
  if (report.verdict == Verdict::kAbstain) {
    rows.child(kAbstainReason).put(name_of(report.abstain_reason));
  } else {
    rows.child(kAbstainReason).put_null();
  }
  rows.child(kScore).put(report.score);
  rows.child(kFalsePositiveRateUpper).put(report.false_positive_rate_upper);
  rows.child(kSwapRate).put(report.swap_rate);
  rows.child(kWords).put(report.words);
  for (const JudgedPassage& passage : report.passages) {
    put_passage(passage, rows.child(kPassages).child(0));
  }
  for (const Finding& finding : report.findings) {
    put_finding(finding, rows.child(kFindings).child(0));
  }
  for (const FamilyShare& family : report.families) {
    put_family(family, rows.child(kFamilies).child(0));
  }
  for (const Column list : {kPassages, kFindings, kFamilies}) rows.child(list).close_row();
  rows.child(kError).put_null();
  rows.child(kErrorCode).put_null();
}

void put_report_error(const Error& error, ArrowNode& rows) {
  for (std::size_t column = kVerdict; column < kError; ++column) rows.child(column).put_null();
  rows.child(kError).put(std::string_view(error.message));
  rows.child(kErrorCode)
      .put(std::string_view(despin_error_code_name(static_cast<despin_code>(error.code))));
}

Result<void> give_rows(ArrowNode rows, ArrowArray* out) {
  if (rows.is_full()) {
    return Error{
        ErrorCode::kTooLarge,
        "more findings or text than 32-bit offsets reach; expected fewer rows in an array; "
        "check it in parts"};
  }
  ArrowNode::give_array(std::move(rows), out);
  return {};
}

}  // namespace despin::capi
