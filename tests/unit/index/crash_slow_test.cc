// As index_crash_test.cc, many times more.
#include "tests/support/index_crash.h"
#include "tests/support/index_life_crash.h"

namespace despin::small_index {
namespace {

TEST(IndexCrashSlow, WhatWasRemovedDoesNotComeBackNorIsAnythingLost) {
  kill_living_writers("living_crash_slow", 1000, 2000, 1000, 0);
}

TEST(IndexCrashSlow, KilledWritersLeaveTheLastCommittedState) {
  for (std::uint64_t seed = 2; seed < 6; ++seed)
    kill_writers("crash_slow", 400, 1000 * seed, 400, 0);
}

}  // namespace
}  // namespace despin::small_index
