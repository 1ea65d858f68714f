#include "lib/scan/interrupt.h"

#include <cstdio>
#include <cstdlib>

namespace despin::scan {
namespace {

// A signal handler can only set a global flag.
volatile std::sig_atomic_t g_signal = 0;

void note(int signal) { g_signal = signal; }

}  // namespace

InterruptGuard::InterruptGuard() {
  g_signal = 0;
  struct sigaction action {};
  action.sa_handler = note;
  action.sa_flags =
      static_cast<int>(SA_RESETHAND);  // without SA_RESTART, so that reads are interrupted
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, &old_interrupt_);
  sigaction(SIGTERM, &action, &old_terminate_);
}

InterruptGuard::~InterruptGuard() {
  sigaction(SIGINT, &old_interrupt_, nullptr);
  sigaction(SIGTERM, &old_terminate_, nullptr);
}

bool InterruptGuard::asked() const { return g_signal != 0; }

void InterruptGuard::end() {
  const int signal = g_signal;
  std::fflush(nullptr);
  std::signal(signal, SIG_DFL);
  std::raise(signal);
  std::_Exit(128 + signal);
}

SignalsForMain::SignalsForMain() {
  sigset_t both;
  sigemptyset(&both);
  sigaddset(&both, SIGINT);
  sigaddset(&both, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &both, &before_);
}

SignalsForMain::~SignalsForMain() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

}  // namespace despin::scan
