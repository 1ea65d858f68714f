// Reading on through what is compressed, cut, corrupt or endless, and going on at a place.
#include <algorithm>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/compressed.h"
#include "tests/support/read_all.h"

namespace despin {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string line(int n) { return R"({"text": "line )" + std::to_string(n) + "\"}"; }

std::string lines(int from, int to) {
  std::string all;
  for (int n = from; n < to; ++n) all += line(n) + "\n";
  return all;
}

// Lines compressed in every way they come in.
std::vector<std::string> packings() {
  std::string gzip_each;
  std::string zstd_each;
  std::string across;
  const std::string all = lines(0, 50);
  for (int n = 0; n < 50; ++n) {
    gzip_each += gzip_member(line(n) + "\n");
    zstd_each += zstd_frame(line(n) + "\n");
  }
  for (std::size_t at = 0; at < all.size(); at += 37) across += gzip_member(all.substr(at, 37));
  std::string bzip2_each;
  std::string xz_each;
  for (int n = 0; n < 50; n += 10) {
    bzip2_each += bzip2_stream(lines(n, n + 10));
    xz_each += xz_stream(lines(n, n + 10)) + std::string(4, '\0');
  }
  return {all,       gzip_member(all),  gzip_each,  across,         zstd_frame(all),
          zstd_each, bzip2_stream(all), bzip2_each, xz_stream(all), xz_each};
}

TEST(ReaderStream, ReadsTheSameHoweverItIsPacked) {
  for (const std::string& packed : packings()) {
    for (const bool seekable : {true, false}) {
      const auto all = read_all(packed, "a", {.format = InputFormat::kJsonl}, seekable);
      ASSERT_EQ(all.size(), 50U);
      for (int n = 0; n < 50; ++n) {
        const Said& said = all[static_cast<std::size_t>(n)];
        EXPECT_EQ(said.record.bytes, line(n));
        EXPECT_EQ(said.record.place.number, static_cast<std::uint64_t>(n) + 1);
        EXPECT_EQ(said.record.place.line, static_cast<std::uint64_t>(n) + 1);
      }
    }
  }
}

TEST(ReaderStream, GoesOnAtEveryPlace) {
  for (const std::string& packed : packings()) {
    for (const bool seekable : {true, false}) {
      const ReaderOptions options{.format = InputFormat::kJsonl, .fields = {}};
      const auto all = read_all(packed, "a", options, seekable);
      for (std::size_t i = 0; i < all.size(); ++i) {
        auto reader = read::RecordReader::open(read::memory_source(packed, seekable), "a", options);
        ASSERT_TRUE(reader);
        ASSERT_TRUE((*reader)->resume_at(all[i].record.place));
        const std::vector<Said> rest(all.begin() + static_cast<std::ptrdiff_t>(i), all.end());
        EXPECT_EQ(read_rest(**reader), rest) << i;
      }
    }
  }
}

TEST(ReaderStream, IgnoresAndCountsWhatFollowsTheOnlyMember) {
  for (const std::string& packed : {gzip_member(lines(0, 3)), zstd_frame(lines(0, 3)),
                                    bzip2_stream(lines(0, 3)), xz_stream(lines(0, 3))}) {
    for (const bool seekable : {true, false}) {
      const std::string junk = "some junk at its end";
      const std::string bytes = packed + junk;
      auto reader = read::RecordReader::open(read::memory_source(bytes, seekable), "a.jsonl", {});
      ASSERT_TRUE(reader);
      const auto all = read_rest(**reader);
      ASSERT_EQ(all.size(), 3U);
      for (const Said& said : all) EXPECT_FALSE(said.corrupt) << said.message;
      EXPECT_EQ((*reader)->counts().ignored_bytes, junk.size());
    }
  }
}

TEST(ReaderStream, SaysThatSomethingFollowsSeveralMembers) {
  // The last one may have lost its signature.
  std::string bytes = gzip_member(lines(0, 2)) + gzip_member(lines(2, 4));
  bytes[gzip_member(lines(0, 2)).size()] ^= 0x10;
  const std::string three = gzip_member(lines(4, 6)) + bytes;
  const auto all = read_all(three, "a.jsonl");
  ASSERT_EQ(all.size(), 5U);
  EXPECT_TRUE(all[4].corrupt);
}

TEST(ReaderStream, SaysWhatLiesBetweenTwoMembers) {
  const std::string bytes = gzip_member(lines(0, 2)) + "some junk" + gzip_member(lines(2, 4));
  for (const bool seekable : {true, false}) {
    const auto all = read_all(bytes, "a.jsonl", {}, seekable);
    ASSERT_EQ(all.size(), 5U);
    EXPECT_TRUE(all[2].corrupt);
    EXPECT_THAT(all[2].message, HasSubstr("no gzip data at byte"));
    EXPECT_EQ(all[4].record.bytes, line(3));
  }
}

TEST(ReaderStream, SaysThatBzip2OrXzIsCorruptOrCut) {
  for (const std::string& packed : {bzip2_stream(lines(0, 2000)), xz_stream(lines(0, 2000))}) {
    std::string corrupt = packed;
    corrupt[corrupt.size() / 2] ^= 0x10;
    for (const std::string& bytes : {corrupt, packed.substr(0, packed.size() / 2)}) {
      const auto all = read_all(bytes, "a.jsonl");
      EXPECT_TRUE(std::any_of(all.begin(), all.end(), [](const Said& one) { return one.corrupt; }));
    }
  }
}

TEST(ReaderStream, RefusesAPlaceThatIsNotThere) {
  const std::string bytes = lines(0, 3);
  for (const bool seekable : {true, false}) {
    auto reader = read::RecordReader::open(read::memory_source(bytes, seekable), "a.jsonl", {});
    ASSERT_TRUE(reader);
    EXPECT_EQ((*reader)->resume_at({9, 900, 9}).error().code, ErrorCode::kBadInput);
  }
}

}  // namespace
}  // namespace despin
