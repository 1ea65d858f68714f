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

ArrowNode report_columns() {
  return ArrowNode(
      "+s", "",
      {ArrowNode("u", "verdict"), ArrowNode("u", "abstain_reason"), ArrowNode("g", "score"),
       ArrowNode("g", "false_positive_rate_upper"), ArrowNode("g", "swap_rate"),
       ArrowNode("I", "words"),
       list_of("passages",
               {ArrowNode("I", "begin_byte"), ArrowNode("I", "end_byte"), ArrowNode("u", "verdict"),
                ArrowNode("g", "score"), ArrowNode("g", "false_positive_rate_upper"),
                ArrowNode("g", "swap_rate"), ArrowNode("I", "words")}),
       list_of("findings", {ArrowNode("I", "begin_byte"), ArrowNode("I", "end_byte"),
                            ArrowNode("f", "evidence_nats"), ArrowNode("f", "probability"),
                            ArrowNode("+l", "likely_originals", {ArrowNode("u", "item")})}),
       list_of("families", {ArrowNode("u", "name"), ArrowNode("g", "posterior")}),
       ArrowNode("u", "error"), ArrowNode("u", "error_code")});
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

ReportTable::ReportTable() : rows_(report_columns()) {}

void ReportTable::add(const Result<Report>& report) {
  if (report) {
    add_report(*report);
  } else {
    add_error(report.error());
  }
  rows_.close_row();
}

void ReportTable::add_null() {
  for (std::size_t column = kVerdict; column <= kErrorCode; ++column) {
    rows_.child(column).put_null();
  }
  rows_.close_row();
}

void ReportTable::add_report(const Report& report) {
  rows_.child(kVerdict).put(name_of(report.verdict));
  if (report.verdict == Verdict::kAbstain) {
    rows_.child(kAbstainReason).put(name_of(report.abstain_reason));
  } else {
    rows_.child(kAbstainReason).put_null();
  }
  rows_.child(kScore).put(report.score);
  rows_.child(kFalsePositiveRateUpper).put(report.false_positive_rate_upper);
  rows_.child(kSwapRate).put(report.swap_rate);
  rows_.child(kWords).put(report.words);
  for (const JudgedPassage& passage : report.passages) {
    put_passage(passage, rows_.child(kPassages).child(0));
  }
  for (const Finding& finding : report.findings) {
    put_finding(finding, rows_.child(kFindings).child(0));
  }
  for (const FamilyShare& family : report.families) {
    put_family(family, rows_.child(kFamilies).child(0));
  }
  for (const Column list : {kPassages, kFindings, kFamilies}) rows_.child(list).close_row();
  rows_.child(kError).put_null();
  rows_.child(kErrorCode).put_null();
}

void ReportTable::add_error(const Error& error) {
  for (std::size_t column = kVerdict; column < kError; ++column) rows_.child(column).put_null();
  rows_.child(kError).put(std::string_view(error.message));
  rows_.child(kErrorCode)
      .put(std::string_view(despin_error_code_name(static_cast<despin_code>(error.code))));
}

Result<void> ReportTable::give(ArrowArray* out) {
  if (rows_.is_full()) {
    return Error{
        ErrorCode::kTooLarge,
        "more findings or text than 32-bit offsets reach; expected fewer rows in an array; "
        "check it in parts"};
  }
  ArrowNode::give_array(std::move(rows_), out);
  return {};
}

}  // namespace despin::capi
