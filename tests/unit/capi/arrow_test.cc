// Columns of Arrow: every type of texts, nulls, slices, what comes out, and who releases what.
#include <cerrno>
#include <string>
#include <vector>

#include "tests/support/arrow_output.h"
#include "tests/support/c_detector_test.h"
#include "tests/support/made_arrow.h"

namespace despin {
namespace {

using arrow_output::field;
using arrow_output::is_valid;
using arrow_output::Output;
using arrow_output::spelled;
using made_arrow::MadeArrow;
using made_arrow::MadeStream;
using made_arrow::Texts;

class CArrow : public CDetectorTest {
 protected:
  CArrow() {
    despin_batch_options_init(&options_, sizeof options_);
    options_.check = &check_;
    options_.threads = 2;
    texts_ = {api_calls::spun_text(20, 3), std::nullopt, "", "\xFF", "short",
              api_calls::spun_text(15, 1), std::nullopt};
  }

  despin_code check(const MadeArrow& texts, Output& output) {
    return despin_check_arrow(detector_.get(), &texts.array, &texts.schema, &options_,
                              &output.array, &output.schema, &error_);
  }

  std::string all_of(const Output& output) {
    std::string all;
    for (std::int64_t row = 0; row < output.array.length; ++row) {
      all += spelled(output.schema, output.array, row) + "\n";
    }
    return all;
  }

  despin_batch_options options_;
  Texts texts_;
};

TEST_F(CArrow, RowsAreWhatCallsGive) {
  const MadeArrow texts("u", texts_);
  Output output;
  ASSERT_EQ(check(texts, output), DESPIN_OK) << error_.message;
  EXPECT_EQ(texts.released(), 0);
  ASSERT_EQ(output.array.length, 7);
  EXPECT_EQ(output.array.null_count, 0);  // tables have no null rows
  for (std::int64_t column = 0; column < output.array.n_children; ++column) {
    EXPECT_FALSE(is_valid(*output.array.children[column], 1)) << column;
  }
  const c::Report report = c::check(detector_.get(), *texts_[0]);
  const despin_report_data& expected = *despin_report_get(report.get());
  EXPECT_EQ(field(output, "verdict", 0), "spun");
  EXPECT_EQ(field(output, "abstain_reason", 0), "null");
  EXPECT_EQ(field(output, "score", 0), std::to_string(expected.score));
  EXPECT_EQ(field(output, "words", 0), std::to_string(expected.words));
  EXPECT_EQ(field(output, "error", 0), "null");
  std::string findings = "[";
  for (std::size_t i = 0; i < expected.finding_count; ++i) {
    const despin_finding& f = expected.findings[i];
    findings += "{begin_byte=" + std::to_string(f.begin_byte) +
                " end_byte=" + std::to_string(f.end_byte) +
                " evidence_nats=" + std::to_string(f.evidence_nats) +
                " probability=" + std::to_string(f.probability) + " likely_originals=[";
    for (std::size_t k = 0; k < f.likely_original_count; ++k) {
      findings += std::string(f.likely_originals[k].data) + ",";
    }
    findings += "] },";
  }
  EXPECT_EQ(field(output, "findings", 0), findings + "]");
  EXPECT_NE(field(output, "passages", 0).find("verdict=spun"), std::string::npos);
  EXPECT_EQ(field(output, "abstain_reason", 2), "too_short");
  EXPECT_EQ(field(output, "error_code", 3), "bad_utf8");
  EXPECT_NE(field(output, "error", 3), "null");
  EXPECT_EQ(field(output, "verdict", 3), "null");
  EXPECT_EQ(field(output, "findings", 3), "null");
}

TEST_F(CArrow, AllTypesAndSlicesGiveTheSame) {
  const MadeArrow plain("u", texts_);
  Output expected;
  ASSERT_EQ(check(plain, expected), DESPIN_OK);
  for (const char* format : {"u", "U", "vu"}) {
    for (const std::size_t lead : {0U, 1U, 9U}) {
      MadeArrow texts(format, texts_, lead);
      Output output;
      ASSERT_EQ(check(texts, output), DESPIN_OK) << format << error_.message;
      EXPECT_EQ(all_of(output), all_of(expected)) << format << " after " << lead;
      Output of_struct;
      const MadeArrow table(texts, "text", 7, 0);
      options_.column = c::string("text");
      ASSERT_EQ(check(table, of_struct), DESPIN_OK) << format << error_.message;
      EXPECT_EQ(all_of(of_struct), all_of(expected));
      options_.column = {nullptr, 0};
    }
  }
}

TEST_F(CArrow, ASlicedStructSlicesItsFields) {
  MadeArrow texts("U", texts_, 2);
  Output whole;
  ASSERT_EQ(check(texts, whole), DESPIN_OK);
  const MadeArrow table(texts, "text", 4, 3);
  options_.column = c::string("text");
  Output part;
  ASSERT_EQ(check(table, part), DESPIN_OK) << error_.message;
  ASSERT_EQ(part.array.length, 4);
  for (std::int64_t row = 0; row < 4; ++row) {
    EXPECT_EQ(spelled(part.schema, part.array, row), spelled(whole.schema, whole.array, row + 3));
  }
}

TEST_F(CArrow, ADictionaryIsLookedUp) {
  MadeArrow words("u", {"a", texts_[0], std::nullopt});
  const std::int8_t indices[] = {1, 0, 2, 1};
  const std::uint8_t validity[] = {0x0F};
  MadeArrow texts("u", {});
  const void* buffers[] = {validity, indices};
  texts.array.buffers = buffers;
  texts.array.n_buffers = 2;
  texts.array.length = 4;
  texts.array.dictionary = &words.array;
  texts.schema.format = "c";
  texts.schema.dictionary = &words.schema;
  Output output;
  ASSERT_EQ(check(texts, output), DESPIN_OK) << error_.message;
  EXPECT_EQ(field(output, "verdict", 0), "spun");
  EXPECT_EQ(field(output, "verdict", 1), "abstain");
  EXPECT_EQ(field(output, "verdict", 2), "null");
  EXPECT_EQ(spelled(output.schema, output.array, 3), spelled(output.schema, output.array, 0));
  texts.array.length = 3;
  words.array.length = 1;  // then an index is beyond it
  Output bad;
  EXPECT_EQ(check(texts, bad), DESPIN_BAD_INPUT);
}

TEST_F(CArrow, NullsAloneGiveNulls) {
  MadeArrow texts("u", {});
  texts.schema.format = "n";
  texts.array.n_buffers = 0;
  texts.array.length = 3;
  Output output;
  ASSERT_EQ(check(texts, output), DESPIN_OK) << error_.message;
  EXPECT_EQ(output.array.length, 3);
  for (std::int64_t row = 0; row < 3; ++row) EXPECT_EQ(field(output, "verdict", row), "null");
}

TEST_F(CArrow, NoRowsGiveNoRows) {
  const MadeArrow texts("u", {});
  Output output;
  ASSERT_EQ(check(texts, output), DESPIN_OK);
  EXPECT_EQ(output.array.length, 0);
  EXPECT_EQ(output.array.n_children, output.schema.n_children);
}

// As a consumer may: moves a child out, releases the parent, then the child.
TEST_F(CArrow, ChildrenOutliveTheirParent) {
  const MadeArrow texts("u", texts_);
  Output output;
  ASSERT_EQ(check(texts, output), DESPIN_OK);
  ArrowArray verdict = *output.array.children[0];
  output.array.children[0]->release = nullptr;
  ArrowSchema type = *output.schema.children[0];
  output.schema.children[0]->release = nullptr;
  output.array.release(&output.array);
  output.schema.release(&output.schema);
  EXPECT_EQ(output.array.release, nullptr);
  EXPECT_EQ(spelled(type, verdict, 0), "spun");
  verdict.release(&verdict);
  type.release(&type);
}

TEST_F(CArrow, WhatContradictsItsSchemaIsBadInput) {
  const auto expect_bad = [&](const char* what, auto&& spoil) {
    MadeArrow texts("u", texts_);
    spoil(texts);
    Output output;
    EXPECT_EQ(check(texts, output), DESPIN_BAD_INPUT) << what;
    EXPECT_EQ(output.array.release, nullptr) << what;
    EXPECT_EQ(output.schema.release, nullptr) << what;
  };
  expect_bad("integers", [](MadeArrow& a) { a.schema.format = "i"; });
  expect_bad("no format", [](MadeArrow& a) { a.schema.format = nullptr; });
  expect_bad("released", [](MadeArrow& a) { a.array.release = nullptr; });
  expect_bad("released schema", [](MadeArrow& a) { a.schema.release = nullptr; });
  expect_bad("negative length", [](MadeArrow& a) { a.array.length = -1; });
  expect_bad("negative offset", [](MadeArrow& a) { a.array.offset = -1; });
  expect_bad("too few buffers", [](MadeArrow& a) { a.array.n_buffers = 2; });
  expect_bad("no list of buffers", [](MadeArrow& a) { a.array.buffers = nullptr; });
  expect_bad("no offsets", [](MadeArrow& a) { a.buffers()[1] = nullptr; });
  expect_bad("no bytes", [](MadeArrow& a) { a.buffers()[2] = nullptr; });
  expect_bad("descending offsets", [](MadeArrow& a) { a.offsets()[7] = '\x80'; });
  expect_bad("a struct without children", [](MadeArrow& a) { a.schema.format = "+s"; });
  expect_bad("no list of children", [](MadeArrow& a) { a.schema.n_children = 1; });
  expect_bad("no dictionary", [](MadeArrow& a) {
    a.schema.format = "i";
    a.schema.dictionary = &a.schema;
  });
  expect_bad("views of too few buffers", [](MadeArrow& a) {
    a.schema.format = "vu";
    a.array.n_buffers = 2;
  });
  options_.column = c::string("text");
  expect_bad("a column of no struct", [](MadeArrow&) {});
}

TEST_F(CArrow, AViewBeyondItsBufferIsBadInput) {
  for (const int where : {8, 12, 3}) {  // buffer, offset, a negative size
    MadeArrow texts("vu", {std::string(20, 'a')});
    texts.offsets()[static_cast<std::size_t>(where)] = '\x80';
    Output output;
    EXPECT_EQ(check(texts, output), DESPIN_BAD_INPUT) << where;
  }
}

TEST_F(CArrow, AColumnIsFoundByName) {
  MadeArrow texts("u", texts_);
  const MadeArrow table(texts, "text", 7);
  Output output;
  options_.column = c::string("body");
  EXPECT_EQ(check(table, output), DESPIN_BAD_INPUT);
  texts.array.length = 5;  // shorter than its struct
  options_.column = c::string("text");
  EXPECT_EQ(check(table, output), DESPIN_BAD_INPUT);
}

TEST_F(CArrow, StopCancels) {
  const MadeArrow texts("u", Texts(8, api_calls::spun_text(5'000, 3)));
  options_.stop = [](void*) -> std::int32_t { return 1; };
  Output output;
  EXPECT_EQ(check(texts, output), DESPIN_CANCELED);
  EXPECT_EQ(output.array.release, nullptr);
  EXPECT_EQ(output.schema.release, nullptr);
}

TEST_F(CArrow, AStreamIsCheckedChunkByChunk) {
  MadeStream in(texts_);
  ArrowArrayStream out;
  {
    // The stream keeps what it needs of these.
    despin_limits limits;
    despin_limits_init(&limits, sizeof limits);
    despin_check_options check = check_;
    check.limits = &limits;
    options_.check = &check;
    ASSERT_EQ(despin_check_arrow_stream(detector_.get(), &in.stream, &options_, &out, &error_),
              DESPIN_OK)
        << error_.message;
    options_.check = &check_;
  }
  EXPECT_EQ(in.stream.release, nullptr);  // moved
  const MadeArrow texts("u", texts_);
  Output expected;
  ASSERT_EQ(check(texts, expected), DESPIN_OK);
  detector_.reset();
  Output type;
  ASSERT_EQ(out.get_schema(&out, &type.schema), 0);
  for (int chunk = 0; chunk < 3; ++chunk) {
    Output output;
    ASSERT_EQ(out.get_next(&out, &output.array), 0);
    EXPECT_EQ(in.released_chunks(), chunk + 1);
    std::swap(output.schema, type.schema);
    EXPECT_EQ(all_of(output), all_of(expected));
    std::swap(output.schema, type.schema);
  }
  ArrowArray end;
  ASSERT_EQ(out.get_next(&out, &end), 0);
  EXPECT_EQ(end.release, nullptr);
  EXPECT_EQ(in.released, 0);
  out.release(&out);
  EXPECT_EQ(out.release, nullptr);
  EXPECT_EQ(in.released, 1);
  EXPECT_EQ(in.type->released(), 1);
}

TEST_F(CArrow, AStreamPassesErrorsOn) {
  MadeStream in(texts_);
  in.fails_at = 1;
  ArrowArrayStream out;
  ASSERT_EQ(despin_check_arrow_stream(detector_.get(), &in.stream, nullptr, &out, &error_),
            DESPIN_OK);
  ArrowArray chunk;
  ASSERT_EQ(out.get_next(&out, &chunk), 0);
  EXPECT_EQ(out.get_last_error(&out), nullptr);
  chunk.release(&chunk);
  EXPECT_EQ(out.get_next(&out, &chunk), EIO);
  EXPECT_STREQ(out.get_last_error(&out), "the disk is gone");
  EXPECT_EQ(chunk.release, nullptr);
  in.fails_at = 9;
  in.chunks[1]->array.length = -1;
  EXPECT_EQ(out.get_next(&out, &chunk), EINVAL);
  EXPECT_NE(out.get_last_error(&out), nullptr);
  out.release(&out);
  EXPECT_EQ(in.released_chunks(), 2);
}

TEST_F(CArrow, AStreamThatCannotBeginStaysTheCallers) {
  ArrowArrayStream out;
  {
    MadeStream in(texts_);
    in.schema_fails = true;
    EXPECT_EQ(despin_check_arrow_stream(detector_.get(), &in.stream, nullptr, &out, &error_),
              DESPIN_BAD_INPUT);
    EXPECT_STREQ(error_.message, "the disk is gone");
    EXPECT_NE(in.stream.release, nullptr);
    EXPECT_EQ(out.release, nullptr);
  }
  MadeStream in(texts_);
  options_.column = c::string("text");  // of no struct
  EXPECT_EQ(despin_check_arrow_stream(detector_.get(), &in.stream, &options_, &out, &error_),
            DESPIN_BAD_INPUT);
  EXPECT_EQ(in.released, 0);
  EXPECT_EQ(in.type->released(), 1);
  EXPECT_EQ(despin_check_arrow_stream(detector_.get(), nullptr, nullptr, &out, &error_),
            DESPIN_BAD_CALL);
}

}  // namespace
}  // namespace despin
