// lib/scan/interrupt.h - Ctrl-C as a wish to stop, not as a sudden end.
//
//   scan::InterruptGuard guard;
//   while (work() && !guard.asked()) ...
//   if (guard.asked()) guard.end();      // after everything is in order
//
// The first SIGINT or SIGTERM is noted and ends what blocks in a read; a second one ends the
// process at once.
// Threads  One guard in a process at a time.
#pragma once

#include <csignal>

namespace despin::scan {

class InterruptGuard {
 public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;  // signal actions are the process's
  InterruptGuard& operator=(const InterruptGuard&) = delete;

  bool asked() const;
  // Ends the process by the signal that came, so that shells and scripts see it.
  // REQUIRES: asked().
  [[noreturn]] void end();

 private:
  struct sigaction old_interrupt_ {};
  struct sigaction old_terminate_ {};
};

}  // namespace despin::scan
