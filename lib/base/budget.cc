#include "lib/base/budget.h"

#include <limits>

namespace despin::base {
namespace {

// Units of a call without deadline and stop(): more than any takes.
constexpr std::int64_t kUnlimitedUnits = std::numeric_limits<std::int64_t>::max() / 2;

}  // namespace

Budget::Budget(const Limits& limits)
    : limits_(&limits),
      limited_(limits.stop != nullptr ||
               limits.deadline != std::chrono::steady_clock::time_point::max()) {}

bool Budget::ask() {
  if (ended_) return false;
  left_ = limited_ ? kUnitsBetween : kUnlimitedUnits;
  if (!limited_) return true;
  if (limits_->stop && limits_->stop()) {
    ended_ = true;
    code_ = ErrorCode::kCanceled;
  } else if (limits_->deadline != std::chrono::steady_clock::time_point::max() &&
             std::chrono::steady_clock::now() >= limits_->deadline) {
    ended_ = true;
    code_ = ErrorCode::kDeadline;
  }
  if (ended_) left_ = -1;
  return !ended_;
}

Error Budget::error() const {
  return {code_, code_ == ErrorCode::kCanceled
                     ? "stopped by the caller before it was done; nothing of it is given"
                     : "the deadline has passed before it was done; expected less text or more "
                       "time; raise Limits::deadline, or lower Limits::max_words"};
}

}  // namespace despin::base
