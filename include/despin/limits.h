// despin/limits.h - how much one call may take of a text that nobody vouches for.
//
//   despin::Limits limits;
//   limits.max_words = 20'000;
//   limits.deadline = std::chrono::steady_clock::now() + std::chrono::seconds(2);
//   limits.stop = [&] { return client_is_gone.load(); };
//
// Defaults suit untrusted input. What a limit cut is said in the result; a call that ends early
// gives an Error (kTooLarge, kDeadline, kCanceled) and leaves its Workspace usable.
//
// Threads  A plain value; `stop` is called on the thread of the call.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>

namespace despin {
inline namespace v1 {

struct Limits {
  // Of a text or a document; kTooLarge beyond.
  std::uint64_t max_bytes = std::uint64_t{64} << 20;
  // Words that are read; what follows them is not, and the result says so.
  std::uint32_t max_words = 200'000;
  // Findings that a report keeps: those of the most evidence. The report counts all.
  std::uint32_t max_findings = 1'000;
  // Of one call beyond its input, by estimate, before it is taken; kTooLarge beyond. 0: no bound.
  std::uint64_t max_memory = 0;
  // kDeadline once it has passed; asked at least every millisecond of work.
  std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
  // kCanceled once it returns true; asked as the deadline is. May be empty; must not throw.
  std::function<bool()> stop;
};

}  // namespace v1
}  // namespace despin
