// lib/scan/ordered_pool.h - processes batches on several threads and finishes them in order.
//
//   OrderedPool<Batch> pool({.threads = 4, .ordered = true},
//                           [&](Batch& batch, unsigned thread) { work(batch); },
//                           [&](Batch& batch) { return write(batch.lines); });
//   while (more() && pool.put(std::move(batch), batch_bytes)) ...
//   pool.drain();
//
// put() blocks while too much is in flight, so that a fast reader does not fill the memory. Where
// threads cannot be made there are fewer; where none can, put() does the work itself.
// Threads  put() and drain() are called by one thread at a time. `finish` runs on one of the
// workers, never
//          on two at once, and in the order of put() if `ordered`, else as batches are done.
// Errors   `finish` returns false to stop: no later batch is finished, and put() returns false. The
//          first exception of a worker also stops the pool; drain() rethrows it.
// Memory   At most kBatchesPerThread batches per thread, and max_bytes plus one batch.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <new>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "lib/scan/interrupt.h"

namespace despin::scan {

struct PoolOptions {
  unsigned threads = 1;
  bool ordered = true;
  std::size_t max_bytes = std::size_t{64} << 20;
};

template <class Batch>
class OrderedPool {
 public:
  using Work = std::function<void(Batch& batch, unsigned thread)>;
  using Finish = std::function<bool(Batch& batch)>;
  static constexpr std::size_t kBatchesPerThread = 4;

  OrderedPool(const PoolOptions& options, Work work, Finish finish)
      : options_(options), work_(std::move(work)), finish_(std::move(finish)) {
    start();
  }

  ~OrderedPool() { close(); }
  OrderedPool(const OrderedPool&) = delete;  // threads hold its address
  OrderedPool& operator=(const OrderedPool&) = delete;

  // How many work; 0 if put() does.
  unsigned threads() const { return static_cast<unsigned>(threads_.size()); }

  // Whether put() would return at once.
  bool has_room() {
    const std::lock_guard lock(mutex_);
    return stopped_ || has_capacity();
  }

  bool put(Batch batch, std::size_t bytes) {
    std::unique_lock lock(mutex_);
    wait(not_full_, lock, [&] { return stopped_ || has_capacity(); });
    if (stopped_) return false;
    waiting_.push_back({next_number_++, bytes, std::move(batch)});
    ++under_way_;
    bytes_under_way_ += bytes;
    if (threads_.empty()) {
      work_on_next(lock, 0);
      return !stopped_;
    }
    lock.unlock();
    work_there_.notify_one();
    return true;
  }

  // Waits until all batches are finished or the pool has stopped.
  void drain() {
    close();
    if (error_) std::rethrow_exception(std::exchange(error_, nullptr));
  }

 private:
  struct Job {
    std::uint64_t number = 0;
    std::size_t bytes = 0;
    Batch batch;
  };

  void start() {
    const SignalsForMain signals;
    threads_.reserve(options_.threads);
    try {
      while (threads_.size() < options_.threads) {
        threads_.emplace_back([this, i = static_cast<unsigned>(threads_.size())] { run(i); });
      }
    } catch (const std::system_error&) {
      keep_half();
    } catch (const std::bad_alloc&) {
      keep_half();
    }
  }

  // What is short may be room for stacks, and the work needs room as well: half of them go.
  void keep_half() {
    const std::size_t kept = (threads_.size() + 1) / 2;
    {
      const std::lock_guard lock(mutex_);
      kept_ = kept;
    }
    work_there_.notify_all();
    for (std::size_t i = kept; i < threads_.size(); ++i) threads_[i].join();
    threads_.resize(kept);
  }

  // Looks again each second: of several that wait, glibc before 2.41 may leave one asleep that was
  // notified (its bug 25847).
  template <class Predicate>
  static void wait(std::condition_variable& there, std::unique_lock<std::mutex>& lock,
                   Predicate ready) {
    while (!there.wait_for(lock, std::chrono::seconds(1), ready)) {
    }
  }

  bool has_capacity() const {
    return under_way_ == 0 || (under_way_ < kBatchesPerThread * options_.threads &&
                               bytes_under_way_ < options_.max_bytes);
  }

  void close() {
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
    }
    work_there_.notify_all();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }

  void run(unsigned thread) {
    std::unique_lock lock(mutex_);
    for (;;) {
      wait(work_there_, lock,
           [&] { return stopped_ || closed_ || thread >= kept_ || !waiting_.empty(); });
      if (stopped_ || thread >= kept_ || waiting_.empty()) return;
      work_on_next(lock, thread);
    }
  }

  // REQUIRES: the lock is held, and a batch waits.
  void work_on_next(std::unique_lock<std::mutex>& lock, unsigned thread) {
    Job job = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    try {
      work_(job.batch, thread);
      lock.lock();
      done_.emplace(job.number, std::move(job));
    } catch (...) {
      if (!lock.owns_lock()) lock.lock();
      return stop(std::current_exception());
    }
    finish_what_can_be(lock);
  }

  // The first worker to arrive finishes batches for all, so that the others keep working.
  void finish_what_can_be(std::unique_lock<std::mutex>& lock) {
    if (finishing_) return;
    finishing_ = true;
    while (!stopped_ && !done_.empty() &&
           (!options_.ordered || done_.begin()->first == next_to_finish_)) {
      Job job = std::move(done_.begin()->second);
      done_.erase(done_.begin());
      lock.unlock();
      bool go_on = false;
      std::exception_ptr error;
      try {
        go_on = finish_(job.batch);
      } catch (...) {
        error = std::current_exception();
      }
      lock.lock();
      ++next_to_finish_;
      --under_way_;
      bytes_under_way_ -= job.bytes;
      if (!go_on) stop(error);
      not_full_.notify_one();
    }
    finishing_ = false;
  }

  // REQUIRES: the lock is held.
  void stop(std::exception_ptr error) {
    stopped_ = true;
    if (!error_) error_ = std::move(error);
    not_full_.notify_all();
    work_there_.notify_all();
  }

  const PoolOptions options_;
  const Work work_;
  const Finish finish_;
  std::mutex mutex_;
  std::condition_variable not_full_;
  std::condition_variable work_there_;
  std::deque<Job> waiting_;
  std::map<std::uint64_t, Job> done_;
  std::uint64_t next_number_ = 0;
  std::uint64_t next_to_finish_ = 0;
  std::size_t under_way_ = 0;
  std::size_t bytes_under_way_ = 0;
  std::size_t kept_ = SIZE_MAX;  // threads from this number on end
  bool finishing_ = false;
  bool stopped_ = false;
  bool closed_ = false;
  std::exception_ptr error_;
  std::vector<std::thread> threads_;
};

}  // namespace despin::scan
