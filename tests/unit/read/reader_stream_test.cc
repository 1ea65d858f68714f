// Reading on through what is compressed, cut, corrupt or endless, and going on at a place.
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
  return {all, gzip_member(all), gzip_each, across, zstd_frame(all), zstd_each};
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
