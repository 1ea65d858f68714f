// WARC and WET: what is given out, what is passed, and reading on after a corrupt region.
#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/compressed.h"
#include "tests/support/read_all.h"
#include "tests/support/small_warc.h"

namespace despin {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string response_of(const std::string& headers, const std::string& body,
                        const std::string& status = "200 OK") {
  return warc_record("response", "application/http; msgtype=response",
                     "HTTP/1.1 " + status + "\r\n" + headers + "\r\n" + body);
}

TEST(WarcReader, GivesOutPagesAndTextsAlone) {
  const std::string html = "Content-Type: text/html; charset=utf-8\r\n";
  const std::string archive =
      warc_record("warcinfo", "application/warc-fields", "software: own\r\n") +
      warc_record("request", "application/http; msgtype=request", "GET / HTTP/1.1\r\n\r\n") +
      response_of(html, "<p>one") + response_of("Content-Type: image/png\r\n", "\x89PNG") +
      response_of(html, "<p>gone", "404 Not Found") + response_of(html, "") +
      response_of("content-type:TEXT/PLAIN\r\n", "two") + response_of("", "<p>three") +
      response_of("", "binary") +
      warc_record("revisit", "application/http", "HTTP/1.1 200 OK\r\n\r\n") +
      warc_record("metadata", "application/warc-fields", "a: b\r\n") +
      warc_record("resource", "text/html", "<p>four") +
      warc_record("conversion", "text/plain", "five") +
      warc_record("resource", "application/pdf", "%PDF") +
      warc_record("made-up", "text/plain", "x");
  auto reader = read::RecordReader::open(read::memory_source(archive), "a.warc", {});
  ASSERT_TRUE(reader);
  std::vector<std::string> texts;
  for (const Said& said : read_rest(**reader)) {
    ASSERT_FALSE(said.corrupt) << said.message;
    const auto document = read_document(said.record);
    ASSERT_TRUE(document) << document.error().message;
    texts.push_back(document->text);
    EXPECT_EQ(said.record.url, "https://a.example/page");
    EXPECT_EQ(document->id, "urn:uuid:00000000-0000-4000-8000-000000000001");
    EXPECT_EQ(said.record.date, "2024-05-01T10:00:00Z");
  }
  EXPECT_THAT(texts, ElementsAre("one", "two", "three", "four", "five"));
  EXPECT_EQ((*reader)->counts().records, 5U);
  EXPECT_EQ((*reader)->counts().skipped, 10U);
}

TEST(WarcReader, TakesBareNewlinesAndVersions) {
  const auto all = read_all(
      "WARC/0.18\nWARC-Type: conversion\nContent-Type: text/plain\nContent-Length: 3\n\nold\n\n"
      "WARC/1.1\r\nwarc-type: conversion\r\ncontent-type: text/plain\r\ncontent-length: 3\r\n"
      "WARC-Target-URI: <https://b.example/>\r\n\r\nnew",
      "a");
  EXPECT_THAT(bytes_of(all), ElementsAre("old", "new"));
  EXPECT_EQ(all[1].record.url, "https://b.example/");
}

TEST(WarcReader, NamesTheByteOfWhatIsDamagedAndGoesOn) {
  const std::string one = small_record(1);
  const std::string junk = "junk\r\nmore\r\n";
  std::string long_length = small_record(2);
  long_length.replace(long_length.find("Content-Length: "), 16, "Content-Length: 9");
  std::string no_length = small_record(3);
  no_length.replace(no_length.find("Content-Length"), 14, "Content-Breadth");
  const auto all = read_all(one + junk + small_record(4) + long_length + small_record(5) +
                                no_length + small_record(6) + small_record(7).substr(0, 200),
                            "a.warc");
  ASSERT_EQ(all.size(), 8U);
  std::string order;
  for (const Said& said : all) order += said.corrupt ? 'x' : said.record.bytes.back();
  EXPECT_EQ(order, "1x4x5x6x");
  EXPECT_THAT(all[1].message, HasSubstr("byte " + std::to_string(one.size())));
  EXPECT_EQ(all[7].code, ErrorCode::kTruncated);
}

TEST(WarcReader, EndsTheSearchForAHeadAtTheFirstLineThatIsNone) {
  // Quadratic once: each of these was a head of up to 64 KiB.
  std::string flood;
  for (int i = 0; i < 50000; ++i) flood += "WARC/1.0\n";
  std::string run_on;
  for (int i = 0; i < 20000; ++i) run_on += gzip_member("WARC/1.0");
  const auto all = read_all(flood, "a.warc");
  ASSERT_EQ(all.size(), 50000U);
  EXPECT_EQ(all[0].code, ErrorCode::kBadInput);
  EXPECT_GT(read_all(run_on, "a.warc.gz").size(), 1U);
}

TEST(WarcReader, FindsEveryRecordBehindFalseLengths) {
  std::string archive;
  for (int i = 0; i < 2000; ++i) {
    archive += "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/" +
               std::to_string(i) + "\r\nContent-Length: 1099511627776\r\n\r\nhello\r\n\r\n";
  }
  archive += small_record(7);
  const auto all = read_all(archive, "a.warc");
  ASSERT_EQ(all.size(), 2001U);
  EXPECT_EQ(all[1999].code, ErrorCode::kTruncated);
  EXPECT_EQ(all[1999].record.url, "https://a.example/1999");
  EXPECT_EQ(all[2000].record.bytes, "text 7");
}

TEST(WarcReader, SaysHowMuchWasGivenUp) {
  const std::string lying =
      "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 1099511627776\r\n\r\n" +
      std::string(100000, 'x');
  std::string archive;
  for (int i = 0; i < 2000; ++i) archive += lying;
  const auto all = read_all(archive, "a.warc", {}, /*seekable=*/false);
  ASSERT_FALSE(all.empty());
  EXPECT_THAT(all.back().message, HasSubstr("bytes behind its head were given up"));
}

TEST(WarcReader, KeepsTheAddressWhereAPageWasFound) {
  const std::string page =
      "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<link rel=canonical "
      "href='//victim.example/news/1'><p>Some words of a page.";
  const auto all =
      read_all(warc_record("response", "application/http; msgtype=response", page), "a.warc");
  ASSERT_EQ(all.size(), 1U);
  const auto document = read_document(all[0].record);
  ASSERT_TRUE(document);
  EXPECT_EQ(document->url, "https://a.example/page");
  EXPECT_EQ(document->canonical_url, "https://victim.example/news/1");
}

TEST(WarcReader, SkipsWhatIsTooLargeWithoutHoldingIt) {
  std::string huge = small_record(1);
  const std::size_t length = huge.find("Content-Length: ") + 16;
  huge.replace(length, huge.find("\r\n", length) - length, std::to_string(kMaxTextFileBytes + 5));
  huge.resize(huge.size() - 5);  // the body's last byte and the blank line
  huge += std::string(kMaxTextFileBytes + 5 - std::string_view("text 1").size() + 1, 'x');
  for (const std::string& packed :
       {huge + "\r\n\r\n" + small_record(2),
        gzip_member(huge + "\r\n\r\n") + gzip_member(small_record(2))}) {
    const auto all = read_all(packed, "a.warc");
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].code, ErrorCode::kTooLarge);
    EXPECT_EQ(all[0].record.bytes.capacity(), all[0].record.bytes.size() < 16 ? 15U : 0U);
    EXPECT_EQ(all[1].record.bytes, "text 2");
  }
}

TEST(WarcReader, GoesOnAtEveryPlace) {
  std::string corrupt = small_archive(gzip_member, 6);
  corrupt[corrupt.size() / 2] ^= 0x10;
  const std::string plain = small_archive([](std::string_view s) { return std::string(s); }, 6);
  std::string holed = plain;
  holed.replace(holed.find("WARC/", 300), 4, "KRAW");
  const std::vector<std::string> archives = {plain,
                                             holed,
                                             small_archive(gzip_member, 6),
                                             corrupt,
                                             gzip_member(plain),
                                             small_archive(zstd_frame, 6),
                                             zstd_frame(plain)};
  for (const std::string& archive : archives) {
    for (const bool seekable : {true, false}) {
      const auto all = read_all(archive, "a.warc", {}, seekable);
      ASSERT_GE(all.size(), 5U);
      for (std::size_t i = 0; i < all.size(); ++i) {
        auto reader =
            read::RecordReader::open(read::memory_source(archive, seekable), "a.warc", {});
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
