#include "lib/capi/batch.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>

#include "lib/base/blocked_signals.h"
#include "lib/base/guard.h"
#include "lib/capi/border.h"
#include "lib/capi/handles.h"
#include "lib/capi/options.h"
#include "lib/capi/report.h"

namespace despin::capi {
namespace {

constexpr std::size_t kPendingPerThread = 64;
constexpr std::size_t kTextsPerClaim =
    16;  // of a thread at a time, so that short texts cost no locks

Error canceled() {
  return {ErrorCode::kCanceled,
          "a callback ended the batch; texts whose results were taken are done"};
}

struct BatchSettings {
  const Detector* detector;
  WorkspacePool* workspaces;
  std::size_t threads;
  std::size_t max_pending;
  std::size_t per_claim;
  AnalyzeOptions check;
  std::uint64_t timeout_ns;  // of each text
  std::function<bool()> stop;
};

Result<BatchSettings> settings_of(const despin_detector& detector,
                                  const despin_batch_options* given) {
  const auto options = batch_options_of(given);
  if (!options) return options.error();
  auto check = check_options_of(options->check);
  if (!check) return check.error();
  const auto timeout = timeout_of(options->check);
  if (!timeout) return timeout.error();
  BatchSettings settings{
      &detector.detector, detector.workspaces.get(), options->threads, options->max_pending,
      kTextsPerClaim,     std::move(*check),         *timeout,         {}};
  if (settings.threads == 0) settings.threads = std::max(1U, std::thread::hardware_concurrency());
  if (settings.max_pending == 0) settings.max_pending = settings.threads * kPendingPerThread;
  settings.threads = std::min(settings.threads, settings.max_pending);
  settings.per_claim =
      std::clamp<std::size_t>(settings.max_pending / (2 * settings.threads), 1, kTextsPerClaim);
  settings.check.limits.stop = {};
  if (options->stop != nullptr) {
    settings.stop = [stop = options->stop, context = options->stop_context] {
      return stop(context) != 0;
    };
  }
  return settings;
}

Result<Report> check_one(const BatchSettings& settings, std::string_view text,
                         AnalyzeOptions& check, Workspace& workspace) {
  return base::guarded([&]() -> Result<Report> {
    if (has_no_bytes(text.data(), text.size())) return missing("a text");
    check.limits.deadline = deadline_after(settings.timeout_ns);
    return settings.detector->analyze(text, workspace, check);
  });
}

// All on the caller's thread.
Result<void> check_here(const BatchSettings& settings, const BatchCalls& calls) {
  const Lease lease(*settings.workspaces, nullptr);
  AnalyzeOptions check = settings.check;
  check.limits.stop = settings.stop;
  std::string_view text;
  for (std::uint64_t number = 0;; ++number) {
    if (settings.stop && settings.stop()) return canceled();
    const Next next = calls.next(text);
    if (next == Next::kEnd) return {};
    if (next == Next::kStop) return canceled();
    Result<Report> report = check_one(settings, text, check, lease.workspace());
    if (!report && report.error().code == ErrorCode::kCanceled) return canceled();
    if (!calls.take(number, std::move(report))) return canceled();
  }
}

// A ring of texts under way: [delivered_, claimed_) are worked on or done, [claimed_, put_) wait.
class Batch {
 public:
  Batch(const BatchSettings& settings, const BatchCalls& calls)
      : settings_(settings), calls_(calls), slots_(settings.max_pending) {
    start();
  }
  ~Batch() { close(); }
  Batch(const Batch&) = delete;  // threads hold its address
  Batch& operator=(const Batch&) = delete;

  bool has_threads() const { return !threads_.empty(); }

  Result<void> run() {
    for (bool more = true; more || delivered_ < put_;) {
      if (more) {
        const Next next = fill();
        if (next == Next::kStop) return canceled();
        more = next == Next::kText;
      }
      const bool full = put_ - delivered_ == slots_.size();
      const std::uint64_t end = results_until(!more || full);
      if (!deliver(end) || stop_was_said()) return canceled();
    }
    return {};
  }

 private:
  using Clock = std::chrono::steady_clock;
  struct Slot {
    std::string_view text;
    std::optional<Result<Report>> report;
    bool done = false;
  };

  Slot& slot(std::uint64_t number) { return slots_[number % slots_.size()]; }

  void start() {
    const base::BlockedSignals blocked;  // signals are the caller's
    threads_.reserve(settings_.threads);
    try {
      while (threads_.size() < settings_.threads) {
        leases_.push_back(std::make_unique<Lease>(*settings_.workspaces, nullptr));
        threads_.emplace_back([this, &lease = *leases_.back()] { work(lease.workspace()); });
      }
    } catch (const std::system_error&) {  // fewer, then
    } catch (const std::bad_alloc&) {
    }
  }

  void close() {
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
    }
    stopped_ = true;
    work_there_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

  // Puts texts in as long as there is a place for them.
  Next fill() {
    Next next = Next::kText;
    std::uint64_t end = put_;
    while (end - delivered_ < slots_.size()) {
      next = calls_.next(slot(end).text);
      if (next != Next::kText) break;
      ++end;
      // Threads do not wait for all of a slow source.
      if (end - put_ >= settings_.per_claim) break;
    }
    if (end > put_) {
      {
        const std::lock_guard lock(mutex_);
        put_ = end;
      }
      work_there_.notify_all();
    }
    return next;
  }

  // Up to which text results are there, in order. Waits a while for the first if asked to.
  std::uint64_t results_until(bool wait) {
    std::unique_lock lock(mutex_);
    if (wait && delivered_ < put_) {
      results_there_.wait_for(lock, kStopInterval, [this] { return slot(delivered_).done; });
    }
    std::uint64_t end = delivered_;
    while (end < put_ && slot(end).done) ++end;
    return end;
  }

  bool deliver(std::uint64_t end) {
    while (delivered_ < end) {
      Slot& done = slot(delivered_);
      Result<Report> report = std::move(*done.report);
      done.report.reset();
      done.done = false;  // no thread looks at it until it is put again
      if (!calls_.take(delivered_++, std::move(report)) || stop_was_said()) return false;
    }
    return true;
  }

  // Asks at most once an interval.
  bool stop_was_said() {
    if (!settings_.stop || Clock::now() < ask_next_) return false;
    ask_next_ = Clock::now() + kStopInterval;
    return settings_.stop();
  }

  void work(Workspace& workspace) {
    AnalyzeOptions check = settings_.check;
    check.limits.stop = [this] { return stopped_.load(std::memory_order_relaxed); };
    std::unique_lock lock(mutex_);
    for (;;) {
      work_there_.wait(lock, [this] { return closed_ || claimed_ < put_; });
      if (closed_) return;
      const std::uint64_t begin = claimed_;
      // An even share of what waits, so that none is left with all of a short queue.
      const std::uint64_t share = (put_ - begin) / settings_.threads + 1;
      const std::uint64_t end =
          begin + std::min({share, put_ - begin, std::uint64_t{settings_.per_claim}});
      claimed_ = end;
      lock.unlock();
      for (std::uint64_t i = begin; i < end; ++i) {
        slot(i).report.emplace(check_one(settings_, slot(i).text, check, workspace));
      }
      lock.lock();
      for (std::uint64_t i = begin; i < end; ++i) slot(i).done = true;
      results_there_.notify_one();
    }
  }

  const BatchSettings& settings_;
  const BatchCalls& calls_;
  std::vector<Slot> slots_;
  std::mutex mutex_;
  std::condition_variable work_there_;
  std::condition_variable results_there_;
  std::uint64_t put_ = 0;
  std::uint64_t claimed_ = 0;
  std::uint64_t delivered_ = 0;  // of the caller's thread alone
  bool closed_ = false;
  std::atomic<bool> stopped_ = false;
  Clock::time_point ask_next_ = Clock::now() + kStopInterval;
  std::vector<std::unique_ptr<Lease>> leases_;
  std::vector<std::thread> threads_;
};

}  // namespace

Result<void> check_batch(const despin_detector& detector, const despin_batch_options* options,
                         const BatchCalls& calls) {
  const auto settings = settings_of(detector, options);
  if (!settings) return settings.error();
  if (settings->threads > 1) {
    Batch batch(*settings, calls);
    if (batch.has_threads()) return batch.run();
  }
  return check_here(*settings, calls);
}

namespace {

// Gives a result to C.
bool take(despin_take_report take, void* context, std::uint64_t number, Result<Report> made) {
  despin_error error;
  despin_report* report = nullptr;
  make(&report, &error, [&]() -> Result<std::unique_ptr<despin_report>> {
    if (!made) return made.error();
    return std::make_unique<despin_report>(std::move(*made));
  });
  return take(context, number, report, &error) == 0;
}

}  // namespace
}  // namespace despin::capi

using despin::Report;
using despin::Result;
namespace capi = despin::capi;

despin_code despin_check_each(const despin_detector* detector, despin_next_text next,
                              despin_take_report take, void* context,
                              const despin_batch_options* options, despin_error* error) {
  return capi::bordered(error, [&]() -> Result<void> {
    if (detector == nullptr) return capi::missing("detector");
    if (next == nullptr) return capi::missing("next");
    if (take == nullptr) return capi::missing("take");
    capi::BatchCalls calls;
    calls.next = [&](std::string_view& text) {
      despin_string given = {nullptr, 0};
      const std::int32_t more = next(context, &given);
      if (more > 0) text = {given.data, given.size};
      return more > 0 ? capi::Next::kText : more == 0 ? capi::Next::kEnd : capi::Next::kStop;
    };
    calls.take = [&](std::uint64_t number, Result<Report> report) {
      return capi::take(take, context, number, std::move(report));
    };
    return capi::check_batch(*detector, options, calls);
  });
}

despin_code despin_check_batch(const despin_detector* detector, const despin_string* texts,
                               size_t count, despin_take_report take, void* context,
                               const despin_batch_options* options, despin_error* error) {
  return capi::bordered(error, [&]() -> Result<void> {
    if (detector == nullptr) return capi::missing("detector");
    if (capi::has_no_bytes(texts, count)) return capi::missing("texts");
    if (take == nullptr) return capi::missing("take");
    capi::BatchCalls calls;
    calls.next = [&, i = std::size_t{0}](std::string_view& text) mutable {
      if (i == count) return capi::Next::kEnd;
      text = {texts[i].data, texts[i].size};
      ++i;
      return capi::Next::kText;
    };
    calls.take = [&](std::uint64_t number, Result<Report> report) {
      return capi::take(take, context, number, std::move(report));
    };
    return capi::check_batch(*detector, options, calls);
  });
}
