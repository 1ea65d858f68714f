// lib/base/budget.h - whether a call may go on: its deadline and its stop(), asked between pieces
// of work.
//
//   base::Budget budget(limits);
//   for (const Sentence& s : text) {
//     if (!base::may_go_on(&budget, s.words)) return;      // what is half done is thrown away
//     work(s);
//   }
//   if (budget.ended()) return budget.error();
//
// Who is given none (null) goes on to the end. A function that stops early returns nothing of use;
// its caller asks ended() before using anything of it.
// Units    A unit of work takes about a microsecond, or less, on a slow CPU.
// Threads  One call.
// Cost     A subtraction and a branch; the clock is read every kUnitsBetween units, 0.01 % of them.
#pragma once

#include <chrono>
#include <cstdint>

#include "despin/limits.h"
#include "despin/result.h"

namespace despin::base {

class Budget {
 public:
  // A quarter of the millisecond that Limits promises.
  static constexpr std::int64_t kUnitsBetween = 250;

  explicit Budget(const Limits& limits);

  // Takes units of work that are about to be done; false once the call is to end, and from then on.
  bool spend(std::uint64_t units) {
    left_ -= static_cast<std::int64_t>(units);
    return left_ >= 0 || ask();
  }

  bool ended() const noexcept { return ended_; }
  // REQUIRES: ended().
  Error error() const;

 private:
  bool ask();

  const Limits* limits_;
  std::int64_t left_ = 0;
  bool limited_ = false;  // there is anything to ask
  bool ended_ = false;
  ErrorCode code_ = ErrorCode::kCanceled;
};

inline bool may_go_on(Budget* budget, std::uint64_t units) {
  return budget == nullptr || budget->spend(units);
}

inline bool ended(const Budget* budget) noexcept { return budget != nullptr && budget->ended(); }

}  // namespace despin::base
