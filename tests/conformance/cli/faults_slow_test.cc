// As faults_test.cc, every operation of every verb; and kills of the command.
#include "tests/support/command_faults.h"

namespace despin::command {
namespace {

TEST(FaultsSlow, LoseNothingAndLeaveNothing) { inject(300); }

// Each in the state that the last one left.
TEST(KillsSlow, AThousandLoseNothing) {
  constexpr int kKills = 1000;
  const CommandFolder folder("kills");
  const FaultyVerb scanned = scan_verb(folder, false);
  const std::string whole = made_by(folder, scanned, "o.jsonl");
  const auto begin_anew = [&] {
    scanned.prepare(folder);
    folder.write("new.jsonl", made_lines(0, 30));
  };
  begin_anew();
  std::mt19937_64 random(7);
  int killed = 0;
  std::uint64_t documents = 0;
  std::array<useconds_t, 3> longest = {40'000, 40'000, 40'000};  // follows the machine
  for (int i = 0; killed < kKills && i < 20 * kKills; ++i) {
    const std::size_t which = random() % 3;
    const std::string more = "more" + std::to_string(documents / 30) + ".jsonl";
    folder.write(more, made_lines(0, documents + 30));
    const Arguments arguments = which == 0   ? scanned.again
                                : which == 1 ? Arguments{"index", "add", "ix", more}
                                             : Arguments{"index", "merge", "ix"};
    const auto life = static_cast<useconds_t>(1 + random() % longest[which]);
    const Ran ran = folder.run(arguments, {.killed_after = life});
    SCOPED_TRACE("run " + std::to_string(i));
    if (ran.code == 128 + SIGKILL) {
      ++killed;
      longest[which] = std::min<useconds_t>(longest[which] * 11 / 10, 2'000'000);
    } else {
      longest[which] = std::max<useconds_t>(longest[which] * 9 / 10, 2'000);
      ASSERT_LE(ran.code, 2) << ran.said;
      ASSERT_TRUE(ran.code < 2 || (which == 2 && documents == 0)) << ran.said;
    }
    scanned.check(folder, which == 0 && ran.code < 2);
    if (fs::exists(folder.path("ix/manifest"))) {
      const std::uint64_t there = documents_in(folder);
      ASSERT_GE(there, documents);
      ASSERT_LE(there, documents + 30);
      ASSERT_TRUE(which != 1 || ran.code != 0 || there == documents + 30);
      documents = there;
    }
    if (testing::Test::HasFailure()) return;
    if (documents > 300 || bytes_of(folder.path("o.jsonl")) == whole) {
      begin_anew();
      documents = 0;
    }
  }
  EXPECT_EQ(killed, kKills);
  EXPECT_LE(folder.run(scanned.again).code, 1);
  scanned.check(folder, true);
  EXPECT_EQ(folder.run({"index", "add", "ix", "new.jsonl"}).code, 0);
  EXPECT_EQ(folder.run({"index", "merge", "ix"}).code, 0);
  expect_nothing_left(folder);
}

}  // namespace
}  // namespace despin::command
