#include "lib/scan/interrupt.h"

#include <pthread.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>

#include "gtest/gtest.h"
#include "lib/scan/ticker.h"

namespace despin::scan {
namespace {

// A pipe that nobody writes to.
class SilentPipe {
 public:
  SilentPipe() { EXPECT_EQ(::pipe(ends_.data()), 0); }
  ~SilentPipe() {
    ::close(ends_[0]);
    ::close(ends_[1]);
  }
  SilentPipe(const SilentPipe&) = delete;  // it owns descriptors
  SilentPipe& operator=(const SilentPipe&) = delete;

  int read_errno() const {
    char byte = 0;
    return ::read(ends_[0], &byte, 1) < 0 ? errno : 0;
  }

 private:
  std::array<int, 2> ends_{};
};

TEST(Interrupt, EndsAReadThatBeginsAfterTheSignal) {
  const SilentPipe pipe;
  InterruptGuard guard;
  EXPECT_FALSE(guard.asked());
  std::raise(SIGINT);  // as if between a look at asked() and the read
  EXPECT_TRUE(guard.asked());
  Ticker ticker(std::chrono::milliseconds(1), [&] {
    if (guard.asked()) guard.wake();
  });
  EXPECT_EQ(pipe.read_errno(), EINTR);
}

TEST(Interrupt, GivesTheSignalsBack) {
  struct sigaction before {};
  struct sigaction after {};
  sigaction(SIGUSR1, nullptr, &before);
  { const InterruptGuard guard; }
  sigaction(SIGUSR1, nullptr, &after);
  EXPECT_EQ(after.sa_handler, before.sa_handler);
}

}  // namespace
}  // namespace despin::scan
