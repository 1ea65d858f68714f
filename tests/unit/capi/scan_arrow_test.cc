// Records in columns of Arrow: out of a file, and scanned as the command scans them.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "despin/detector.h"
#include "despin/reader.h"
#include "lib/record/document_check.h"
#include "lib/record/document_identity.h"
#include "lib/record/scan_line.h"
#include "tests/support/arrow_output.h"
#include "tests/support/c_detector_test.h"
#include "tests/support/made_arrow.h"

namespace despin {
namespace {

using arrow_output::field;
using arrow_output::Output;
using made_arrow::MadeArrow;

// A spun text as it may stand in JSON.
std::string on_one_line(std::size_t sentences, std::size_t seed) {
  std::string text = api_calls::spun_text(sentences, seed);
  for (const char no : {'\n', '"'}) std::replace(text.begin(), text.end(), no, ' ');
  return text;
}

class CScanArrow : public CDetectorTest {
 protected:
  CScanArrow() {
    despin_batch_options_init(&batch_, sizeof batch_);
    despin_scan_options_init(&options_, sizeof options_);
    batch_.check = &check_;
    options_.batch = &batch_;
    std::ofstream lines(path_, std::ios::binary);
    lines << R"({"id":"a","text":")" << on_one_line(20, 3) << "\",\"date\":\"Jan 5, 2021\"}\n"
          << "{\"text\":\"short\",\"url\":\"https://a.example/\"}\n"
          << "{no JSON\n"
          << "\n"
          << "{\"text\":\"\xFF\"}\n"
          << R"({"id":7,"text":")" << on_one_line(15, 1) << "\"}\n";
  }
  ~CScanArrow() override { std::filesystem::remove(path_); }

  c::Reader open_reader() {
    c::Reader reader;
    EXPECT_EQ(despin_reader_open(path_.c_str(), nullptr, c::out(reader), &error_), DESPIN_OK);
    return reader;
  }

  despin_code scan(const ArrowArray& array, const ArrowSchema& schema, Output& output) {
    return despin_scan_arrow(detector_.get(), &array, &schema, &options_, &output.array,
                             &output.schema, &error_);
  }

  // Lines of the file as the room `record` makes them.
  std::vector<std::string> expected_lines() {
    std::vector<std::string> lines;
    const auto detector = Detector::open(model_.path());
    const record::RecordTask task{&*detector, nullptr, {}, check_.max_false_positive_rate};
    record::RecordScratch scratch;
    auto reader = Reader::open(path_);
    for (RawRecord raw;;) {
      const auto more = reader->next(raw);
      if (more && !*more) return lines;
      const auto document = more ? read_document(raw) : more.error();
      if (!document) {
        lines.push_back(record::scan_line(raw, document.error()));
        continue;
      }
      const auto report = record::check_document(*document, task, {}, scratch);
      lines.push_back(report ? record::scan_line(raw, record::document_name(raw, *document),
                                                 *document, *report, nullptr)
                             : record::scan_line(raw, report.error()));
    }
  }

  const std::string path_ = testing::TempDir() + "c_scan_arrow.jsonl";
  despin_batch_options batch_;
  despin_scan_options options_;
};

TEST_F(CScanArrow, RecordsAreThoseOfTheScanWhateverTheBatch) {
  const std::vector<std::string> expected = expected_lines();
  ASSERT_GE(expected.size(), 4U);
  for (const std::size_t threads : {1, 2, 9}) {
    for (const std::uint64_t batch : {1, 2, 100}) {
      batch_.threads = threads;
      const c::Reader reader = open_reader();
      std::vector<std::string> lines;
      for (;;) {
        Output records;
        ASSERT_EQ(despin_reader_next_arrow(reader.get(), batch, 1 << 20, &records.array,
                                           &records.schema, &error_),
                  DESPIN_OK)
            << error_.message;
        if (records.array.length == 0) break;
        Output output;
        ASSERT_EQ(scan(records.array, records.schema, output), DESPIN_OK) << error_.message;
        ASSERT_EQ(output.array.length, records.array.length);
        for (std::int64_t row = 0; row < output.array.length; ++row) {
          lines.push_back(field(output, "record", row) + "\n");
        }
      }
      EXPECT_EQ(lines, expected) << threads << " threads, batches of " << batch;
    }
  }
}

TEST_F(CScanArrow, ColumnsSayWhatTheRecordSays) {
  const c::Reader reader = open_reader();
  Output records;
  ASSERT_EQ(despin_reader_next_arrow(reader.get(), 100, 1 << 20, &records.array, &records.schema,
                                     &error_),
            DESPIN_OK);
  EXPECT_EQ(field(records, "kind", 0), "json_line");
  EXPECT_EQ(field(records, "error", 0), "null");
  Output output;
  ASSERT_EQ(scan(records.array, records.schema, output), DESPIN_OK) << error_.message;
  EXPECT_EQ(field(output, "verdict", 0), "spun");
  EXPECT_EQ(field(output, "input", 0), path_);
  EXPECT_EQ(field(output, "number", 0), "1");
  EXPECT_EQ(field(output, "id", 0), "a");
  EXPECT_EQ(field(output, "date", 0), "2021-01-05");
  EXPECT_EQ(field(output, "sources", 0), "null");
  EXPECT_EQ(field(output, "id", 1), path_ + ":2");
  EXPECT_EQ(field(output, "url", 1), "https://a.example/");
  EXPECT_EQ(field(output, "verdict", 2), "null");
  EXPECT_EQ(field(output, "error_code", 2), "bad_input");
  EXPECT_NE(field(output, "error", 2), "null");
}

TEST_F(CScanArrow, ABatchEndsWithTheRecordThatFillsIt) {
  const c::Reader reader = open_reader();
  Output records;
  ASSERT_EQ(
      despin_reader_next_arrow(reader.get(), 100, 1, &records.array, &records.schema, &error_),
      DESPIN_OK);
  EXPECT_EQ(records.array.length, 1);
}

TEST_F(CScanArrow, TextsAloneAreRows) {
  for (const char* format : {"u", "U", "vu", "z", "Z", "vz"}) {
    MadeArrow texts(format, {api_calls::spun_text(20, 3), std::nullopt, "short"}, 2);
    const MadeArrow table(texts, "bytes", 3);
    Output output;
    ASSERT_EQ(scan(table.array, table.schema, output), DESPIN_OK) << format << error_.message;
    EXPECT_EQ(field(output, "verdict", 0), "spun") << format;
    EXPECT_EQ(field(output, "verdict", 1), "null");
    EXPECT_EQ(field(output, "record", 1), "null");
    EXPECT_EQ(field(output, "input", 1), "null");
    EXPECT_EQ(field(output, "verdict", 2), "abstain");
    EXPECT_EQ(field(output, "number", 2), "null");
    EXPECT_EQ(texts.released() + table.released(), 0);
  }
}

TEST_F(CScanArrow, WhatIsNoTableOfRecordsIsTold) {
  const MadeArrow texts("u", {"a"});
  Output output;
  EXPECT_EQ(scan(texts.array, texts.schema, output), DESPIN_BAD_INPUT);
  EXPECT_EQ(output.schema.release, nullptr);
  MadeArrow column("u", {"a"});
  const MadeArrow table(column, "text", 1);
  EXPECT_EQ(scan(table.array, table.schema, output), DESPIN_BAD_INPUT);
  EXPECT_TRUE(std::string(error_.message).find("bytes") != std::string::npos) << error_.message;
  MadeArrow kind("u", {"a"});
  const MadeArrow numbers(kind, "number", 1);
  EXPECT_EQ(scan(numbers.array, numbers.schema, output), DESPIN_BAD_INPUT);
}

TEST_F(CScanArrow, AStopEndsIt) {
  MadeArrow texts("u", {api_calls::spun_text(20, 3), "short"});
  const MadeArrow table(texts, "bytes", 2);
  batch_.stop = [](void*) { return 1; };
  for (const std::size_t threads : {1, 2}) {
    batch_.threads = threads;
    Output output;
    EXPECT_EQ(scan(table.array, table.schema, output), DESPIN_CANCELED) << threads;
  }
}

TEST_F(CScanArrow, ALimitIsAnErrorOfItsRow) {
  MadeArrow texts("u", {api_calls::spun_text(20, 3), "short"});
  const MadeArrow table(texts, "bytes", 2);
  despin_limits limits;
  despin_limits_init(&limits, sizeof limits);
  limits.max_bytes = 10;
  check_.limits = &limits;
  Output output;
  ASSERT_EQ(scan(table.array, table.schema, output), DESPIN_OK) << error_.message;
  EXPECT_EQ(field(output, "error_code", 0), "too_large");
  EXPECT_EQ(field(output, "error_code", 1), "null");
}

}  // namespace
}  // namespace despin
