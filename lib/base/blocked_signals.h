// lib/base/blocked_signals.h - threads that are started without some signals.
//
//   const BlockedSignals blocked;          // all of them; or blocked({SIGINT, SIGTERM})
//   threads.emplace_back(work);            // gets none of them
//
// A thread has the mask of the one that starts it; that one's own is put back at the end.
// Threads  Of the thread that makes it alone.
#pragma once

#include <pthread.h>

#include <csignal>
#include <initializer_list>

namespace despin::base {

class BlockedSignals {
 public:
  BlockedSignals() {
    sigset_t all;
    sigfillset(&all);
    block(all);
  }
  BlockedSignals(std::initializer_list<int> signals) {
    sigset_t some;
    sigemptyset(&some);
    for (const int signal : signals) sigaddset(&some, signal);
    block(some);
  }
  ~BlockedSignals() {
    if (blocked_) pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }
  BlockedSignals(const BlockedSignals&) = delete;  // the mask is put back once
  BlockedSignals& operator=(const BlockedSignals&) = delete;

 private:
  void block(const sigset_t& signals) {
    blocked_ = pthread_sigmask(SIG_BLOCK, &signals, &before_) == 0;
  }

  sigset_t before_{};
  bool blocked_ = false;
};

}  // namespace despin::base
