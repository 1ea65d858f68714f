// As scan_resume_test.cc, with many more kills.
#include "gtest/gtest.h"
#include "lib/scan/scan_state.h"
#include "tests/support/scanned_folder.h"

namespace despin::scan {
namespace {

TEST(ScanResumeSlow, IsTheSameAfterManyKills) {
  const ScannedFolder folder("resume_slow", 6000);
  const std::string whole = folder.scan({"--threads", "2"}, "whole.jsonl");
  const auto lines = lines_of(whole);
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    EXPECT_TRUE(scan_with_kills(folder, seed, 60, {"--threads", "2"}) == whole) << seed;
    EXPECT_TRUE(lines_of(scan_with_kills(folder, seed, 60, {"--threads", "8", "--unordered"})) ==
                lines)
        << seed;
  }
}

}  // namespace
}  // namespace despin::scan
