#include "tests/fuzz/mutate_archive.h"

#include <algorithm>
#include <string>

#include "gtest/gtest.h"
#include "tests/support/compressed.h"
#include "tests/support/raw_mutator.h"
#include "tests/support/read_all.h"
#include "tests/support/small_warc.h"

namespace despin::fuzz {
namespace {

std::string whole_archive() {
  return small_archive([](const std::string& record) { return record; }, 3);
}

TEST(MutateArchive, TakesRecordsApart) {
  const std::string archive = whole_archive();
  const auto pieces = records_apart(archive);
  EXPECT_EQ(pieces.size(), 4U);
  std::string together;
  for (const std::string& piece : pieces) together += piece;
  EXPECT_EQ(together, archive);
}

TEST(MutateArchive, UnpacksMembersAndFrames) {
  EXPECT_EQ(unpacked(gzip_member("a party") + gzip_member(" won")), "a party won");
  EXPECT_EQ(unpacked(zstd_frame("a party") + zstd_frame(" won")), "a party won");
  EXPECT_FALSE(unpacked("a party"));
  EXPECT_FALSE(unpacked(gzip_member("a party").substr(0, 20)));
}

TEST(MutateArchive, LeavesMostArchivesReadable) {
  constexpr int kDraws = 1000;
  for (const bool is_packed : {false, true}) {
    const std::string archive = is_packed ? small_archive(gzip_member, 3) : whole_archive();
    int changed = 0;
    int sound = 0;
    int packed_now = 0;
    int records = 0;
    for (int seed = 0; seed < kDraws; ++seed) {
      Draw draw(static_cast<std::uint64_t>(seed), change_one_byte);
      std::string mutated = archive;
      mutate_input(mutated, draw);
      changed += mutated != archive;
      packed_now += mutated.starts_with("\x1F\x8B") || mutated.starts_with("\x28\xB5\x2F\xFD");
      const auto all = read_all(mutated, "input");
      records += static_cast<int>(all.size());
      sound += std::none_of(all.begin(), all.end(), [](const Said& said) { return said.corrupt; });
    }
    EXPECT_GT(changed, kDraws * 8 / 10);
    EXPECT_GT(sound, kDraws / 2);
    EXPECT_LT(sound, kDraws);
    EXPECT_GT(packed_now, kDraws / 20);
    EXPECT_LT(packed_now, kDraws * 19 / 20);
    EXPECT_GT(records, kDraws);
  }
}

TEST(MutateArchive, KeepsTheByteThatSaysTheFormat) {
  int kept = 0;
  constexpr int kDraws = 200;
  for (int seed = 0; seed < kDraws; ++seed) {
    Draw draw(static_cast<std::uint64_t>(seed), change_one_byte);
    std::string input = "5" + whole_archive();
    mutate_formatted_input(input, draw);
    kept += input[0] == '5';
  }
  EXPECT_GT(kept, kDraws * 8 / 10);
  EXPECT_LT(kept, kDraws);
}

}  // namespace
}  // namespace despin::fuzz
