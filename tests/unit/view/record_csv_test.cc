#include "lib/view/record_csv.h"

#include <algorithm>
#include <string>

#include "gtest/gtest.h"

namespace despin::view {
namespace {

TEST(CsvRow, QuotesWhatWouldBreakTheTableAndWhatWouldBeAFormula) {
  scan::ScanRecord record;
  record.id = "a,b";
  record.url = "https://a.example/\"x\"";
  record.title = "=1+1";
  record.date = "two\nlines";
  record.verdict = Verdict::kSpun;
  record.score = 1.5;
  record.false_positive_rate_upper = 0.001;
  record.words = 7;
  record.findings_found = 3;
  EXPECT_EQ(
      csv_row(record),
      "\"a,b\",\"https://a.example/\"\"x\"\"\",'=1+1,\"two\nlines\",spun,1.5,0.001,7,3,,\r\n");
  record.sources_searched = true;
  EXPECT_TRUE(csv_row(record).ends_with(",7,3,0,\r\n"));
}

TEST(CsvRow, HasAsManyColumnsAsTheHeader) {
  scan::ScanRecord record;
  record.input = "x.txt";
  const auto commas = [](const std::string& row) {
    return std::count(row.begin(), row.end(), ',');
  };
  EXPECT_EQ(commas(csv_row(record)), commas(csv_header()));
  record.error_code = "not_found";
  EXPECT_EQ(commas(csv_row(record)), commas(csv_header()));
  EXPECT_TRUE(csv_row(record).ends_with(",not_found\r\n"));
}

}  // namespace
}  // namespace despin::view
