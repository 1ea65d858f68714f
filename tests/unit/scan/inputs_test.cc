#include "lib/scan/inputs.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/compressed.h"

namespace despin::scan {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;

// A folder of its own for each test.
class Inputs : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::temp_directory_path() /
              ("despin_inputs_" + std::string(test->name()) + std::to_string(getpid()));
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string write(const std::string& name, const std::string& bytes) {
    const fs::path path = folder_ / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
    return path.string();
  }

  fs::path folder_;
};

TEST_F(Inputs, ReadBytesAsTheyAre) {
  const std::string bytes("a\0b\r\n\xFF", 6);
  EXPECT_EQ(*read_bytes(write("a", bytes)), bytes);
  EXPECT_EQ(read_bytes((folder_ / "missing").string()).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(read_bytes(folder_.string()).error().code, ErrorCode::kNotReadable);
}

TEST_F(Inputs, RefuseWhatNeverEnds) {
  EXPECT_EQ(read_bytes("/dev/zero").error().code, ErrorCode::kTooLarge);
  const auto lines = for_each_line("/dev/zero", [](std::size_t, std::string_view) { return true; });
  EXPECT_EQ(lines.error().code, ErrorCode::kTooLarge);
}

TEST_F(Inputs, NumberLinesAndLeaveOutBlankOnes) {
  const std::string path = write("a", "one\n\n  \r\n" + std::string(200000, 'x') + "\nlast");
  std::vector<std::pair<std::size_t, std::size_t>> lines;
  const auto read = for_each_line(path, [&](std::size_t number, std::string_view line) {
    lines.emplace_back(number, line.size());
    return true;
  });
  ASSERT_TRUE(read);
  EXPECT_THAT(lines, ElementsAre(std::pair(1, 3), std::pair(4, 200000), std::pair(5, 4)));
}

TEST_F(Inputs, StopWhenTold) {
  int seen = 0;
  ASSERT_TRUE(for_each_line(write("a", "1\n2\n3\n"),
                            [&](std::size_t, std::string_view) { return ++seen < 2; }));
  EXPECT_EQ(seen, 2);
}

// The lines of a file, and what became of it.
std::pair<std::vector<std::string>, Result<void>> lines_of(const std::string& path) {
  std::vector<std::string> lines;
  auto read = for_each_line(path, [&](std::size_t, std::string_view line) {
    lines.emplace_back(line);
    return true;
  });
  return {std::move(lines), std::move(read)};
}

TEST_F(Inputs, UnpackLines) {
  const std::string whole = "one\n" + std::string(700000, 'x') + "\nthree";
  for (const std::string& bytes :
       {whole, gzip_member(whole), zstd_frame(whole),
        gzip_member(whole.substr(0, 9)) + gzip_member(whole.substr(9))}) {
    const auto [lines, read] = lines_of(write("a", bytes));
    ASSERT_TRUE(read);
    EXPECT_THAT(lines, ElementsAre("one", std::string(700000, 'x'), "three"));
  }
}

TEST_F(Inputs, KeepTheLinesAroundDamage) {
  std::string corrupt = gzip_member("three\nfour\n");
  corrupt[corrupt.size() - 6] ^= 0x55;  // the checksum
  const auto [lines, read] =
      lines_of(write("a.gz", gzip_member("one\ntwo\n") + corrupt + gzip_member("five\n")));
  EXPECT_EQ(read.error().code, ErrorCode::kBadInput);
  EXPECT_THAT(lines, ::testing::AllOf(::testing::Contains("one"), ::testing::Contains("two"),
                                      ::testing::Contains("five")));

  const std::string cut = gzip_member("one\ntwo\n");
  EXPECT_EQ(lines_of(write("b.gz", cut.substr(0, cut.size() - 4))).second.error().code,
            ErrorCode::kTruncated);
}

}  // namespace
}  // namespace despin::scan
