#include "tests/fuzz/mutate_lines.h"

#include <string>

#include "despin/reader.h"
#include "gtest/gtest.h"
#include "tests/support/raw_mutator.h"
#include "tests/support/read_all.h"

namespace despin::fuzz {
namespace {

TEST(MutateLines, TakesLinesApart) {
  EXPECT_EQ(lines_apart("a\r\n\nb"), (std::vector<std::string>{"a\r\n", "\n", "b"}));
  EXPECT_EQ(content_size("a\r\n"), 1U);
  EXPECT_EQ(content_size("\n"), 0U);
}

TEST(MutateLines, LeavesMostObjectsReadable) {
  constexpr int kDraws = 1000;
  const std::string line = "{\"id\": \"a\", \"text\": \"The party won.\"}\n";
  int changed = 0;
  int lines = 0;
  int read = 0;
  for (int seed = 0; seed < kDraws; ++seed) {
    Draw draw(static_cast<std::uint64_t>(seed), change_one_byte);
    std::string mutated = line;
    mutate_lines(mutated, draw);
    changed += mutated != line;
    for (const std::string& each : lines_apart(mutated)) {
      ++lines;
      read += read_record(each).has_value();
    }
  }
  EXPECT_GT(changed, kDraws * 8 / 10);
  EXPECT_GT(read, lines / 2);
  EXPECT_LT(read, lines);
}

TEST(MutateLines, LeavesMostTablesReadable) {
  constexpr int kDraws = 1000;
  const std::string table = "id,text\n1,The party won.\n2,\"It, lost.\"\n";
  int read = 0;
  int changed = 0;
  for (int seed = 0; seed < kDraws; ++seed) {
    Draw draw(static_cast<std::uint64_t>(seed), change_one_byte);
    std::string mutated = table;
    mutate_lines(mutated, draw);
    const auto all = read_all(mutated, "table.csv");
    changed += mutated != table;
    read += std::any_of(all.begin(), all.end(), [](const Said& said) { return !said.corrupt; });
  }
  EXPECT_GT(changed, kDraws * 8 / 10);
  EXPECT_GT(read, kDraws * 6 / 10);
}

}  // namespace
}  // namespace despin::fuzz
