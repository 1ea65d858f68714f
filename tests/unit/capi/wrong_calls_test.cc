// Every function with nothing but NULL: a bad call that says so, and no handle.
#include <functional>
#include <string>
#include <vector>

#include "despin/despin.h"
#include "gtest/gtest.h"

namespace despin {
namespace {

struct WrongCall {
  std::string what;
  std::function<despin_code(despin_error*)> call;
};

std::vector<WrongCall> checking_calls() {
  static despin_report* report;
  static despin_detector* detector;
  static despin_restorations* restorations;
  static despin_model_info* info;
  static char* json;
  static ArrowArray array;
  static ArrowSchema schema;
  return {
      {"detector_open",
       [](auto* e) { return despin_detector_open(nullptr, nullptr, &detector, e); }},
      {"detector_open out", [](auto* e) { return despin_detector_open("", nullptr, nullptr, e); }},
      {"detector_open_memory",
       [](auto* e) { return despin_detector_open_memory(nullptr, 1, nullptr, &detector, e); }},
      {"model_info_read", [](auto* e) { return despin_model_info_read(nullptr, &info, e); }},
      {"model_verify", [](auto* e) { return despin_model_verify(nullptr, e); }},
      {"workspace_new", [](auto* e) { return despin_workspace_new(nullptr, e); }},
      {"check", [](auto* e) { return despin_check(nullptr, nullptr, "", 0, nullptr, &report, e); }},
      {"check_reading",
       [](auto* e) {
         return despin_check_reading(nullptr, nullptr, nullptr, nullptr, &report, e);
       }},
      {"report_json",
       [](auto* e) { return despin_report_json(nullptr, "", 0, "", 0, &json, nullptr, e); }},
      {"report_document_json",
       [](auto* e) {
         return despin_report_document_json(nullptr, "", 0, nullptr, &json, nullptr, e);
       }},
      {"report_write_json",
       [](auto* e) {
         return despin_report_write_json(nullptr, "", 0, "", 0, nullptr, nullptr, nullptr, e);
       }},
      {"reading_new", [](auto* e) { return despin_reading_new(nullptr, e); }},
      {"reading_read",
       [](auto* e) { return despin_reading_read(nullptr, nullptr, nullptr, "", 0, nullptr, e); }},
      {"restore",
       [](auto* e) {
         return despin_restore(nullptr, nullptr, "", 0, 1, nullptr, &restorations, e);
       }},
      {"map_offsets text",
       [](auto* e) { return despin_map_offsets(nullptr, 1, 0, nullptr, 0, e); }},
      {"map_offsets", [](auto* e) { return despin_map_offsets("", 0, 0, nullptr, 1, e); }},
      {"check_each",
       [](auto* e) { return despin_check_each(nullptr, nullptr, nullptr, nullptr, nullptr, e); }},
      {"check_batch",
       [](auto* e) {
         return despin_check_batch(nullptr, nullptr, 0, nullptr, nullptr, nullptr, e);
       }},
      {"check_arrow",
       [](auto* e) {
         return despin_check_arrow(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, e);
       }},
      {"scan_arrow",
       [](auto* e) {
         return despin_scan_arrow(nullptr, &array, &schema, nullptr, &array, &schema, e);
       }},
      {"check_arrow_stream",
       [](auto* e) { return despin_check_arrow_stream(nullptr, nullptr, nullptr, nullptr, e); }},
  };
}

std::vector<WrongCall> source_calls() {
  static despin_aligner* aligner;
  static despin_comparison* comparison;
  static despin_index* index;
  static despin_matches* matches;
  static despin_index_statistics* statistics;
  static despin_index_writer* writer;
  static despin_held_document* held;
  static char* json;
  return {
      {"aligner_new", [](auto* e) { return despin_aligner_new(nullptr, &aligner, e); }},
      {"compare",
       [](auto* e) {
         return despin_compare(nullptr, nullptr, "", 0, "", 0, nullptr, &comparison, e);
       }},
      {"comparison_json",
       [](auto* e) {
         return despin_comparison_json(nullptr, "", 0, "", 0, "", 0, "", 0, &json, nullptr, e);
       }},
      {"index_open",
       [](auto* e) { return despin_index_open(nullptr, nullptr, nullptr, &index, e); }},
      {"index_open detector",
       [](auto* e) { return despin_index_open("", nullptr, nullptr, &index, e); }},
      {"index_refreshed", [](auto* e) { return despin_index_refreshed(nullptr, &index, e); }},
      {"search",
       [](auto* e) { return despin_search(nullptr, nullptr, "", 0, nullptr, &matches, e); }},
      {"search_reading",
       [](auto* e) {
         return despin_search_reading(nullptr, nullptr, nullptr, nullptr, &matches, e);
       }},
      {"index_count_terms",
       [](auto* e) {
         return despin_index_count_terms(nullptr, nullptr, "", 0, nullptr, nullptr, nullptr, e);
       }},
      {"index_candidates",
       [](auto* e) {
         return despin_index_candidates(nullptr, nullptr, "", 0, nullptr, 0, 0, nullptr, &json,
                                        nullptr, e);
       }},
      {"search_candidates",
       [](auto* e) {
         return despin_search_candidates(nullptr, nullptr, "", 0, nullptr, 0, nullptr, 0, nullptr,
                                         &matches, e);
       }},
      {"matches_json",
       [](auto* e) { return despin_matches_json(nullptr, "", 0, &json, nullptr, e); }},
      {"index_statistics_read",
       [](auto* e) { return despin_index_statistics_read(nullptr, &statistics, e); }},
      {"index_verify",
       [](auto* e) {
         return despin_index_verify(nullptr, nullptr, nullptr, nullptr, &statistics, e);
       }},
      {"index_estimate",
       [](auto* e) { return despin_index_estimate(nullptr, 1, nullptr, nullptr, e); }},
      {"index_writer_open",
       [](auto* e) { return despin_index_writer_open(nullptr, nullptr, &writer, e); }},
      {"index_writer_add",
       [](auto* e) { return despin_index_writer_add(nullptr, nullptr, nullptr, nullptr, e); }},
      {"index_writer_replace",
       [](auto* e) { return despin_index_writer_replace(nullptr, nullptr, nullptr, nullptr, e); }},
      {"index_writer_remove",
       [](auto* e) { return despin_index_writer_remove(nullptr, "", 0, nullptr, e); }},
      {"index_writer_contains",
       [](auto* e) { return despin_index_writer_contains(nullptr, "", 0, nullptr, e); }},
      {"index_list", [](auto* e) { return despin_index_list(nullptr, nullptr, nullptr, e); }},
      {"index_find", [](auto* e) { return despin_index_find(nullptr, "", 0, &held, e); }},
      {"index_snapshot", [](auto* e) { return despin_index_snapshot(nullptr, "", e); }},
      {"index_snapshot to", [](auto* e) { return despin_index_snapshot("", nullptr, e); }},
      {"index_writer_commit", [](auto* e) { return despin_index_writer_commit(nullptr, e); }},
      {"index_writer_merge",
       [](auto* e) { return despin_index_writer_merge(nullptr, nullptr, nullptr, nullptr, e); }},
  };
}

std::vector<WrongCall> reading_calls() {
  static despin_document* document;
  static despin_reader* reader;
  static despin_labeled_record* labeled;
  static despin_walk* walk;
  static ArrowArray array;
  static ArrowSchema schema;
  return {
      {"document_read",
       [](auto* e) { return despin_document_read(nullptr, 1, nullptr, &document, e); }},
      {"document_input_span",
       [](auto* e) { return despin_document_input_span(nullptr, 0, 0, nullptr, e); }},
      {"reader_open", [](auto* e) { return despin_reader_open(nullptr, nullptr, &reader, e); }},
      {"reader_next", [](auto* e) { return despin_reader_next(nullptr, nullptr, nullptr, e); }},
      {"reader_next_arrow",
       [](auto* e) { return despin_reader_next_arrow(nullptr, 1, 1, nullptr, nullptr, e); }},
      {"reader_next_arrow reader",
       [](auto* e) { return despin_reader_next_arrow(nullptr, 1, 1, &array, &schema, e); }},
      {"reader_resume_at", [](auto* e) { return despin_reader_resume_at(nullptr, nullptr, e); }},
      {"reader_get_counts", [](auto* e) { return despin_reader_get_counts(nullptr, nullptr, e); }},
      {"record_new", [](auto* e) { return despin_record_new(nullptr, e); }},
      {"record_read_document",
       [](auto* e) { return despin_record_read_document(nullptr, nullptr, &document, e); }},
      {"record_read_labeled",
       [](auto* e) { return despin_record_read_labeled(nullptr, nullptr, &labeled, e); }},
      {"json_line_read_labeled",
       [](auto* e) { return despin_json_line_read_labeled(nullptr, 1, nullptr, &labeled, e); }},
      {"walk_new", [](auto* e) { return despin_walk_new(nullptr, 1, 0, &walk, e); }},
      {"walk_next", [](auto* e) { return despin_walk_next(nullptr, nullptr, nullptr, e); }},
  };
}

TEST(CWrongCalls, OfNullAreTold) {
  for (const auto& calls : {checking_calls(), source_calls(), reading_calls()}) {
    for (const WrongCall& wrong : calls) {
      despin_error error;
      EXPECT_EQ(wrong.call(&error), DESPIN_BAD_CALL) << wrong.what;
      EXPECT_EQ(error.code, DESPIN_BAD_CALL) << wrong.what;
      EXPECT_TRUE(std::string(error.message).starts_with("NULL for `")) << error.message;
      EXPECT_EQ(wrong.call(nullptr), DESPIN_BAD_CALL) << wrong.what;  // nor need there be an error
    }
  }
}

TEST(CWrongCalls, AHandleIsNullAfterAnError) {
  int nothing = 0;
  auto* report = reinterpret_cast<despin_report*>(&nothing);
  EXPECT_EQ(despin_check(nullptr, nullptr, "", 0, nullptr, &report, nullptr), DESPIN_BAD_CALL);
  EXPECT_EQ(report, nullptr);
  auto* json = reinterpret_cast<char*>(&nothing);
  EXPECT_EQ(despin_report_json(nullptr, "", 0, "", 0, &json, nullptr, nullptr), DESPIN_BAD_CALL);
  EXPECT_EQ(json, nullptr);
}

TEST(CWrongCalls, GettersAndFreeTakeNull) {
  EXPECT_EQ(despin_detector_get_info(nullptr), nullptr);
  EXPECT_EQ(despin_report_get(nullptr), nullptr);
  EXPECT_EQ(despin_restorations_get(nullptr), nullptr);
  EXPECT_EQ(despin_model_info_get(nullptr), nullptr);
  EXPECT_EQ(despin_comparison_get(nullptr), nullptr);
  EXPECT_EQ(despin_matches_get(nullptr), nullptr);
  EXPECT_EQ(despin_index_get_statistics(nullptr), nullptr);
  EXPECT_EQ(despin_index_statistics_get(nullptr), nullptr);
  EXPECT_EQ(despin_held_document_get(nullptr), nullptr);
  EXPECT_EQ(despin_document_get(nullptr), nullptr);
  EXPECT_EQ(despin_record_get(nullptr), nullptr);
  EXPECT_EQ(despin_labeled_record_get(nullptr), nullptr);
  EXPECT_EQ(despin_detector_retain(nullptr), nullptr);
  EXPECT_EQ(despin_index_retain(nullptr), nullptr);
  EXPECT_EQ(despin_index_writer_documents(nullptr), 0U);
  EXPECT_EQ(despin_walk_left_out(nullptr), 0U);
  despin_free(nullptr);
  despin_detector_free(nullptr);
  despin_workspace_free(nullptr);
  despin_workspace_shrink(nullptr);
  despin_reading_free(nullptr);
  despin_report_free(nullptr);
  despin_restorations_free(nullptr);
  despin_model_info_free(nullptr);
  despin_aligner_free(nullptr);
  despin_comparison_free(nullptr);
  despin_index_free(nullptr);
  despin_matches_free(nullptr);
  despin_index_statistics_free(nullptr);
  despin_index_writer_free(nullptr);
  despin_held_document_free(nullptr);
  despin_document_free(nullptr);
  despin_labeled_record_free(nullptr);
  despin_reader_free(nullptr);
  despin_record_free(nullptr);
  despin_walk_free(nullptr);
}

TEST(CWrongCalls, AnUnknownFormatIsTold) {
  despin_reader_options options;
  despin_reader_options_init(&options, sizeof options);
  for (const std::int32_t format : {-1, DESPIN_FORMAT_MBOX + 1}) {
    options.format = format;
    despin_reader* reader = nullptr;
    EXPECT_EQ(despin_reader_open("-", &options, &reader, nullptr), DESPIN_BAD_CALL) << format;
  }
}

TEST(CWrongCalls, OptionsOfNoSizeAreLeftAlone) {
  despin_limits_init(nullptr, sizeof(despin_limits));
  despin_limits limits;
  limits.max_words = 7;
  despin_limits_init(&limits, 4);  // not even its size fits
  EXPECT_EQ(limits.max_words, 7U);
}

}  // namespace
}  // namespace despin
