// Tables: quotes, names of columns, rows that do not fit.
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/compressed.h"
#include "tests/support/read_all.h"

namespace despin {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(Csv, ReadsQuotesAndNewlinesInThem) {
  const auto all = read_all(
      "\xEF\xBB\xBFid,\"text\",url\r\n1,\"a, \"\"b\"\"\r\nc\",u\r\n\r\n2,plain \"text\",\n3,\"\",x",
      "a.csv");
  ASSERT_THAT(bytes_of(all), ElementsAre("a, \"b\"\r\nc", "plain \"text\"", ""));
  EXPECT_EQ(all[0].record.id, "1");
  EXPECT_EQ(all[0].record.url, "u");
  EXPECT_EQ(all[0].record.place.line, 2U);
  EXPECT_EQ(all[1].record.place.line, 5U);
  EXPECT_EQ(all[2].record.place.line, 6U);
  EXPECT_EQ(read_document(all[0].record)->id, "1");
}

TEST(Csv, FindsColumnsByTheNamesGiven) {
  const ReaderOptions options{.format = InputFormat::kGuess,
                              .fields = {.id = "key", .text = "body", .url = "link"}};
  const auto all = read_all("link,body,key\nl,b,k\n", "a.csv", options);
  ASSERT_THAT(bytes_of(all), ElementsAre("b"));
  EXPECT_EQ(all[0].record.id + all[0].record.url, "kl");
  const auto none = read_all("link,text,key\nl,b,k\n", "a.csv", options);
  ASSERT_EQ(none.size(), 1U);
  EXPECT_THAT(none[0].message, HasSubstr("open: no column \"body\""));
}

TEST(Csv, SaysWhichRowsDoNotFitAndGoesOn) {
  const auto all =
      read_all("id,text\n1,a\n2\n3,b,c\n4,\"x\"y\n5,d\n6,\"never closed\n7,e\n", "a.csv");
  EXPECT_THAT(bytes_of(all), ElementsAre("a", HasSubstr("row of 1 fields; expected 2"),
                                         HasSubstr("row of 3 fields"), HasSubstr("doubled"), "d",
                                         HasSubstr("doubled"), "e"));
  EXPECT_EQ(all[6].record.place.line, 8U);
}

TEST(Csv, TakesTabsAndLeavesQuotesThatAreNone) {
  const auto all =
      read_all("id\ttext\n1\t\"Yes,\" he said.\n2\t\"all\tof it\"\n3\ta\"b\n", "a.tsv");
  EXPECT_THAT(bytes_of(all), ElementsAre("\"Yes,\" he said.", "all\tof it", "a\"b"));
}

TEST(Csv, NamesTheByteThatIsNotUtf8) {
  const auto all = read_all("text\nab\xFF\n", "a.csv");
  ASSERT_EQ(all.size(), 1U);
  const auto document = read_document(all[0].record);
  ASSERT_FALSE(document);
  EXPECT_EQ(document.error().code, ErrorCode::kBadUtf8);
  EXPECT_THAT(document.error().message, HasSubstr("byte 2 "));
  EXPECT_THAT(read_all("\xFF\xFEt\n", "a.csv")[0].message, HasSubstr("UTF-16"));
}

TEST(Csv, IsEmptyWithoutRows) {
  EXPECT_THAT(read_all("", "a.csv"), IsEmpty());
  EXPECT_THAT(read_all("text\n", "a.csv"), IsEmpty());
}

TEST(Csv, GoesOnAtEveryPlace) {
  const std::string table = "id,text\n1,\"a\nb\"\n2\n\n3,\"x\"y\n4,d\n5,e\n";
  for (const std::string& bytes :
       {table, gzip_member(table),
        gzip_member(table.substr(0, 16)) + gzip_member(table.substr(16))}) {
    for (const bool seekable : {true, false}) {
      const auto all = read_all(bytes, "a.csv", {}, seekable);
      ASSERT_EQ(all.size(), 5U);
      for (std::size_t i = 0; i < all.size(); ++i) {
        auto reader = read::RecordReader::open(read::memory_source(bytes, seekable), "a.csv", {});
        ASSERT_TRUE(reader);
        ASSERT_TRUE((*reader)->resume_at(all[i].record.place));
        const std::vector<Said> rest(all.begin() + static_cast<std::ptrdiff_t>(i), all.end());
        EXPECT_EQ(read_rest(**reader), rest) << i;
      }
    }
  }
}

}  // namespace
}  // namespace despin
