// lib/scan/interrupt.h - turns Ctrl-C into a request to stop.
//
//   scan::InterruptGuard guard;
//   while (work() && !guard.asked()) ...
//   if (guard.asked()) guard.end();      // after cleaning up
//
// The first SIGINT or SIGTERM sets the flag and interrupts a blocking read; a second one ends the
// process at once. A signal that arrives between a look at the flag and the read that follows
// interrupts nothing: a Ticker calls wake() until the read has ended.
// Threads  One guard per process at a time. Other threads start under SignalsForMain, so that it is
//          the read of the main thread that is interrupted.
#pragma once

#include <pthread.h>

#include <csignal>

#include "lib/base/blocked_signals.h"

namespace despin::scan {

class InterruptGuard {
 public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;  // signal actions belong to the process
  InterruptGuard& operator=(const InterruptGuard&) = delete;

  bool asked() const;
  // Interrupts a blocking call of the thread that made the guard. From any thread, any number of
  // times.
  void wake() const;
  // Ends the process by the signal that was received, so that shells and scripts see it. REQUIRES:
  // asked().
  [[noreturn]] void end();

 private:
  pthread_t owner_;
  struct sigaction old_interrupt_ {};
  struct sigaction old_terminate_ {};
  struct sigaction old_wake_ {};
};

// While it lives, threads that are started receive neither SIGINT nor SIGTERM.
struct SignalsForMain : base::BlockedSignals {
  SignalsForMain() : BlockedSignals({SIGINT, SIGTERM}) {}
};

}  // namespace despin::scan
