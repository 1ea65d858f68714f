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

TEST(Csv, ReadsAQuotedNameBehindAByteOrderMark) {
  const auto all = read_all("\xEF\xBB\xBF\"key, old\",text\n1,a\n", "a.csv");
  EXPECT_THAT(bytes_of(all), ElementsAre("a"));
  EXPECT_THAT(read_all("\xEF\xBB\xBF", "a.csv"), IsEmpty()) << "an empty table";
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
                                         HasSubstr("never closes"), "e"));
  EXPECT_EQ(all[6].record.place.line, 8U);
}

TEST(Csv, TakesTabsAndLeavesQuotesThatAreNone) {
  const auto all =
      read_all("id\ttext\n1\t\"Yes,\" he said.\n2\t\"all\tof it\"\n3\ta\"b\n", "a.tsv");
  EXPECT_THAT(bytes_of(all), ElementsAre("\"Yes,\" he said.", "all\tof it", "a\"b"));
}

TEST(Csv, SaysOnceThatAFieldNeverCloses) {
  std::string flood = "id,text\n1,\"open\n";
  for (int i = 0; i < 1000; ++i) flood += "x\n";
  EXPECT_THAT(bytes_of(read_all(flood, "a.csv")), ElementsAre(HasSubstr("never closes")));
  EXPECT_THAT(bytes_of(read_all(flood + "2,whole\nbroken\n", "a.csv")),
              ElementsAre(HasSubstr("never closes"), "whole", HasSubstr("row of 1")));
}

TEST(Csv, FindsItsSeparator) {
  for (const char separator : {',', ';', '\t', '|'}) {
    std::string table = "\"text\";id\n\"a, b; c | d\";1\n";
    table[6] = table[table.size() - 3] = separator;
    const auto all = read_all(table, "a.csv");
    ASSERT_EQ(all.size(), 1U) << separator;
    EXPECT_EQ(all[0].record.bytes, "a, b; c | d");
    EXPECT_EQ(all[0].record.id, "1");
  }
  EXPECT_THAT(bytes_of(read_all("text\none, two\n", "a.csv")), ElementsAre(HasSubstr("row of 2")));
}

TEST(Csv, NamesTheColumnsThatThereAre) {
  const auto all = read_all("key;body;a name of somebody\n1;x;y\n", "a.csv");
  ASSERT_EQ(all.size(), 1U);
  EXPECT_THAT(all[0].message, HasSubstr("has 3: key, body, (not a plain word);"));
  EXPECT_THAT(all[0].message, HasSubstr("--field text=NAME"));
}

TEST(Csv, IsReadInTheCharsetThatItShows) {
  std::string table = "id,text\n";
  for (int i = 0; i < 5; ++i) {
    table += std::to_string(i) +
             ",The caf\xE9 in the old town of Malm\xF6 is known for its cr\xE8me br\xFBl\xE9"
             "e and na\xEFve paintings\n";
  }
  const auto all = read_all(table + "6,A caf\xE9\n", "a.csv");
  ASSERT_EQ(all.size(), 6U);
  const auto last = read_document(all[5].record);
  ASSERT_TRUE(last);
  EXPECT_EQ(last->text, "A caf\u00E9");
  EXPECT_EQ(last->encoding, "windows-1252");
  EXPECT_EQ(last->replaced_bytes, 0U);
}

TEST(Csv, ReplacesAByteThatIsNotUtf8AndCountsIt) {
  const auto all = read_all("text\n\xC3\xA9 and \xC3\xB6 ab\xFF\n", "a.csv");
  ASSERT_EQ(all.size(), 1U);
  const auto document = read_document(all[0].record);
  ASSERT_TRUE(document);
  EXPECT_EQ(document->text, "\u00E9 and \u00F6 ab\uFFFD");
  EXPECT_EQ(document->replaced_bytes, 1U);
  EXPECT_THAT(read_all("\xFF\xFEt\n", "a.csv")[0].message, HasSubstr("UTF-16"));
}

TEST(Csv, HoldsLabeledData) {
  const auto all = read_all("text,label,kind\nWords,spun,essay\n", "a.csv");
  ASSERT_EQ(all.size(), 1U);
  const auto record = read_record(all[0].record);
  ASSERT_TRUE(record);
  EXPECT_EQ(record->text + record->label + record->kind, "Wordsspunessay");
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
