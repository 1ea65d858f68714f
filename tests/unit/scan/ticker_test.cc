#include "lib/scan/ticker.h"

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>

#include "gtest/gtest.h"

namespace despin::scan {
namespace {

constexpr std::chrono::milliseconds kTickInterval{1};

void wait_for(const std::atomic<int>& ticks, int count) {
  while (ticks < count) std::this_thread::yield();
}

TEST(Ticker, CallsUntilItIsStopped) {
  std::atomic<int> ticks = 0;
  Ticker ticker(kTickInterval, [&] { ++ticks; });
  wait_for(ticks, 3);
  ticker.stop();
  const int stopped = ticks;
  std::this_thread::sleep_for(20 * kTickInterval);
  EXPECT_EQ(ticks, stopped);
  ticker.stop();  // again
}

TEST(Ticker, HandsOnWhatTheFunctionThrows) {
  std::atomic<int> ticks = 0;
  Ticker ticker(kTickInterval, [&] {
    ++ticks;
    throw std::runtime_error("once");
  });
  wait_for(ticks, 1);
  std::this_thread::sleep_for(20 * kTickInterval);
  EXPECT_THROW(ticker.stop(), std::runtime_error);
  EXPECT_EQ(ticks, 1);
}

TEST(Ticker, StopsWithoutHavingCalled) {
  Ticker ticker(std::chrono::hours(1), [] { ADD_FAILURE(); });
}

}  // namespace
}  // namespace despin::scan
