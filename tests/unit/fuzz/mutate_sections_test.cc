#include "tests/fuzz/mutate_sections.h"

#include <algorithm>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "lib/format/model_file.h"
#include "tests/support/model_corruption.h"
#include "tests/support/raw_mutator.h"

namespace despin::fuzz {
namespace {

std::string model_of_sections() {
  const auto bytes = corruption::tiny_model();
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Result<format::ModelFile> opened(const std::string& file) {
  const auto bytes = std::as_bytes(std::span(file));
  return format::ModelFile::from_bytes({bytes.begin(), bytes.end()});
}

TEST(MutateSections, TakesApartWhatItPutsTogether) {
  const std::string file = model_of_sections();
  auto loose = take_apart(file);
  ASSERT_TRUE(loose);
  EXPECT_EQ(loose->sections.size(), 3U);
  EXPECT_EQ(put_together(*loose), file);
}

TEST(MutateSections, LeavesMostFilesWhole) {
  constexpr int kDraws = 2000;
  const std::string file = model_of_sections();
  int changed = 0;
  int whole = 0;
  std::set<std::string> messages;
  for (int seed = 0; seed < kDraws; ++seed) {
    Draw draw(static_cast<std::uint64_t>(seed), change_one_byte);
    std::string mutated = file;
    mutate_sections(mutated, draw);
    changed += mutated != file;
    const auto model = opened(mutated);
    if (!model) messages.insert(model.error().message.substr(0, 20));
    whole += model && model->verify();
  }
  EXPECT_GT(changed, kDraws * 9 / 10);
  EXPECT_GT(whole, kDraws * 3 / 4);
  EXPECT_LT(whole, kDraws);
  EXPECT_GE(messages.size(), 3U);
}

// One after another, as in a run: what one draw broke the next ones may have to live with.
TEST(MutateSections, StaysInBoundsForAsLongAsItGoesOn) {
  for (int seed = 0; seed < 200; ++seed) {
    Draw draw(static_cast<std::uint64_t>(seed), change_one_byte);
    std::string file = model_of_sections();
    for (int i = 0; i < 40; ++i) mutate_sections(file, draw);
    EXPECT_LT(file.size(), std::size_t{1} << 18);
  }
}

}  // namespace
}  // namespace despin::fuzz
