// despin/limits.h - how much one call may take of a text that nobody vouches for.
//
//   despin::Limits limits;
//   limits.max_words = 20'000;
//   limits.deadline = std::chrono::steady_clock::now() + std::chrono::seconds(2);
//   limits.stop = [&] { return client_is_gone.load(); };
//
// Defaults suit untrusted input. What a limit cut is said in the result; a call that ends early
// gives an Error (kTooLarge, kDeadline, kCanceled) and leaves its Workspace usable. A limit that is
// not reached changes nothing: the result is that of a call without limits, to the byte.
//
// Threads  A plain value; `stop` is called on the thread of the call.
// Cost     Below 1 % of a call.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>

namespace despin {
inline namespace v1 {

struct Limits {
  // Of a text or a document; kTooLarge beyond.
  std::uint64_t max_bytes = std::uint64_t{64} << 20;
  // Words of a text that are read, numbers and addresses among them, out of its first 64 bytes for
  // each; what follows is not, and the result says so. Not of what goes into an index.
  std::uint32_t max_words = 200'000;
  // Findings that a report keeps: those of the most evidence, of equal ones the earlier. The report
  // counts all.
  std::uint32_t max_findings = 1'000;
  // Bytes of memory of one call beyond its input, by estimate, once its words are counted;
  // kTooLarge beyond. 0: no bound but max_words.
  std::uint64_t max_memory = 0;
  // kDeadline once it has passed; asked every millisecond of work, and after what is one step: a
  // look at all bytes of a text, sorting its words (20 ms at 200,000 words).
  std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
  // kCanceled once it returns true; asked as the deadline is. May be empty; must not throw.
  std::function<bool()> stop = {};
};

// What max_words left of a text.
struct Truncation {
  std::uint64_t read_bytes = 0;    // up to the end of the last word read
  std::uint64_t unread_bytes = 0;  // behind it; 0 if all words were read
  explicit operator bool() const noexcept { return unread_bytes != 0; }
};

}  // namespace v1
}  // namespace despin
