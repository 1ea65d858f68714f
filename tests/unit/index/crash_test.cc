// A writer that is killed, at whatever moment, leaves what it had committed.
#include "tests/support/index_crash.h"

namespace despin::small_index {
namespace {

TEST(IndexCrash, KilledWritersLeaveTheLastCommittedState) { kill_writers("crash", 250, 1, 40, 12); }

}  // namespace
}  // namespace despin::small_index
