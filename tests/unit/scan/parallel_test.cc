#include "lib/scan/parallel.h"

#include <atomic>
#include <stdexcept>
#include <vector>

#include "gtest/gtest.h"

namespace despin::scan {
namespace {

TEST(ForEachParallel, DoesEachOnce) {
  for (const std::size_t n : {std::size_t{0}, std::size_t{1}, std::size_t{1000}}) {
    std::vector<std::atomic<int>> done(n);
    for_each_parallel(n, [&](std::size_t i, Workspace&) { ++done[i]; });
    for (const auto& times : done) EXPECT_EQ(times, 1);
  }
}

// On a thread of its own an exception would end the process.
TEST(ForEachParallel, RethrowsWhatAnyThreadThrows) {
  for (int round = 0; round < 20; ++round) {
    EXPECT_THROW(
        for_each_parallel(100, [](std::size_t, Workspace&) { throw std::runtime_error("work"); }),
        std::runtime_error);
  }
}

}  // namespace
}  // namespace despin::scan
