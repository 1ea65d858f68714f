// A writer that is killed, at whatever moment, leaves what it had committed.
#include "tests/support/index_crash.h"
#include "tests/support/index_life_crash.h"

namespace despin::small_index {
namespace {

TEST(IndexCrash, WhatWasRemovedDoesNotComeBackNorIsAnythingLost) {
  kill_living_writers("living_crash", 250, 1, 40, 12);
}

TEST(IndexCrash, KilledWritersLeaveTheLastCommittedState) { kill_writers("crash", 250, 1, 40, 12); }

}  // namespace
}  // namespace despin::small_index
