#include "lib/scan/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace despin::scan {

void for_each_parallel(std::size_t n, const std::function<void(std::size_t, Workspace&)>& work) {
  std::atomic<std::size_t> next{0};
  std::exception_ptr error;
  std::mutex error_mutex;
  const auto loop = [&] {
    try {
      Workspace scratch;
      for (std::size_t i = next++; i < n; i = next++) work(i, scratch);
    } catch (...) {
      next = n;
      const std::lock_guard lock(error_mutex);
      if (!error) error = std::current_exception();
    }
  };
  {
    const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
    std::vector<std::jthread> threads;
    threads.reserve(cores);
    try {
      for (std::size_t i = 1; i < std::min(cores, n); ++i) threads.emplace_back(loop);
    } catch (const std::system_error&) {
      // Those that there are, and this one, do it.
    }
    loop();
  }
  if (error) std::rethrow_exception(error);
}

}  // namespace despin::scan
