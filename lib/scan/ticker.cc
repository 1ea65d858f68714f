#include "lib/scan/ticker.h"

#include <system_error>
#include <utility>

#include "lib/scan/interrupt.h"

namespace despin::scan {

Ticker::Ticker(std::chrono::milliseconds interval, std::function<void()> on_tick)
    : interval_(interval), on_tick_(std::move(on_tick)) {
  const SignalsForMain signals;
  try {
    thread_ = std::thread([this] { run(); });
  } catch (const std::system_error&) {
    // What is only shown, or done sooner, can be done without.
  }
}

void Ticker::stop() {
  end();
  if (error_) std::rethrow_exception(std::exchange(error_, nullptr));
}

void Ticker::run() {
  std::unique_lock lock(mutex_);
  while (!stop_.wait_for(lock, interval_, [&] { return stopped_; })) {
    lock.unlock();
    try {
      on_tick_();
    } catch (...) {
      error_ = std::current_exception();
      return;
    }
    lock.lock();
  }
}

void Ticker::end() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  stop_.notify_all();
  if (thread_.joinable()) thread_.join();
}

}  // namespace despin::scan
