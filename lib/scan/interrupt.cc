#include "lib/scan/interrupt.h"

#include <cstdio>
#include <cstdlib>

namespace despin::scan {
namespace {

// A signal handler can only set a global flag.
volatile std::sig_atomic_t g_signal = 0;

void note(int signal) { g_signal = signal; }

// Ends a system call, and does nothing else.
void wake_up(int) {}

}  // namespace

InterruptGuard::InterruptGuard() : owner_(pthread_self()) {
  g_signal = 0;
  struct sigaction action {};
  sigemptyset(&action.sa_mask);
  action.sa_handler = wake_up;
  sigaction(SIGUSR1, &action, &old_wake_);
  action.sa_handler = note;
  action.sa_flags =
      static_cast<int>(SA_RESETHAND);  // without SA_RESTART, so that reads are interrupted
  sigaction(SIGINT, &action, &old_interrupt_);
  sigaction(SIGTERM, &action, &old_terminate_);
}

InterruptGuard::~InterruptGuard() {
  sigaction(SIGINT, &old_interrupt_, nullptr);
  sigaction(SIGTERM, &old_terminate_, nullptr);
  sigaction(SIGUSR1, &old_wake_, nullptr);
}

bool InterruptGuard::asked() const { return g_signal != 0; }

void InterruptGuard::wake() const { pthread_kill(owner_, SIGUSR1); }

void InterruptGuard::end() {
  const int signal = g_signal;
  std::fflush(nullptr);
  std::signal(signal, SIG_DFL);
  std::raise(signal);
  std::_Exit(128 + signal);
}

}  // namespace despin::scan
