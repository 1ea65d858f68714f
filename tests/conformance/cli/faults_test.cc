// A disk that is full, broken or read-only costs the run, and nothing else.
#include <sys/stat.h>

#include "tests/support/command_faults.h"

namespace despin::command {
namespace {

TEST(Faults, LoseNothingAndLeaveNothing) { inject(20); }

// Files may not grow beyond some size, in place of a full disk.
TEST(Faults, WithoutRoomLoseNothing) {
  const CommandFolder folder("room");
  for (const FaultyVerb& verb : faulty_verbs(folder)) {
    SCOPED_TRACE(verb.name);
    verb.prepare(folder);
    folder.keep();
    const int code = folder.run(verb.arguments).code;
    for (const rlim_t room : {1U, 100U, 2000U, 5000U}) {
      folder.bring_back();
      const Ran ran = folder.run(verb.arguments, {.room = room});
      EXPECT_TRUE(ran.code == code || ran.code == 2) << ran.code << ": " << ran.said;
      expect_nothing_left(folder);
      if (!fs::exists(folder.path("ix")) || fs::exists(folder.path("ix/manifest"))) {
        verb.check(folder, ran.code != 2);
      }
      EXPECT_LE(folder.run(verb.again.empty() ? verb.arguments : verb.again).code, 1);
      verb.check(folder, true);
    }
  }
}

TEST(Faults, AReadOnlyFolderIsSaidToBeOne) {
  if (::geteuid() == 0) GTEST_SKIP() << "root writes anywhere";
  const CommandFolder folder("read_only");
  for (const FaultyVerb& verb : faulty_verbs(folder)) {
    SCOPED_TRACE(verb.name);
    if (verb.name.starts_with("model")) continue;
    verb.prepare(folder);
    const auto before = files_of(folder.path());
    for (const fs::path& path : {folder.path(), folder.path("ix")}) {
      if (fs::exists(path)) ::chmod(path.c_str(), 0555);
    }
    const Ran ran = folder.run(verb.arguments);
    EXPECT_EQ(ran.code, 2);
    EXPECT_EQ(ran.said.substr(0, 8), "despin: ");
    for (const fs::path& path : {folder.path(), folder.path("ix")}) {
      if (fs::exists(path)) ::chmod(path.c_str(), 0755);
    }
    EXPECT_EQ(files_of(folder.path()), before);
  }
}

}  // namespace
}  // namespace despin::command
