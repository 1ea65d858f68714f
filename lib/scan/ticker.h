// lib/scan/ticker.h - calls a function at an interval, whatever the calling thread waits for.
//
//   scan::Ticker ticker(std::chrono::milliseconds(100), [&] { show_progress(); });
//   read_everything();       // may block in a read
//   ticker.stop();
//
// Threads  The function runs on a thread of the ticker, one call at a time; after stop() no more.
// Errors   stop() rethrows what the function threw, which is not called again then. Without a
// thread
//          to run on, the function is never called.
#pragma once

#include <chrono>
#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>

namespace despin::scan {

class Ticker {
 public:
  Ticker(std::chrono::milliseconds interval, std::function<void()> on_tick);
  ~Ticker() { end(); }
  Ticker(const Ticker&) = delete;  // the thread holds its address
  Ticker& operator=(const Ticker&) = delete;

  void stop();

 private:
  void run();
  void end();

  const std::chrono::milliseconds interval_;
  const std::function<void()> on_tick_;
  std::mutex mutex_;
  std::condition_variable stop_;
  bool stopped_ = false;
  std::exception_ptr error_;
  std::thread thread_;
};

}  // namespace despin::scan
