// lib/commands/progress.h - shows the progress of long operations, as a line on standard error.
//
//   Progress progress("adding");
//   progress.show({.documents = n, .done = bytes, .total = all_bytes});   // at any rate
//   progress.clear();                                       // before anything else is printed
//
// On a terminal the line is redrawn ten times a second; otherwise a line is written every half
// minute, as a sign of life in a log.
// Threads  Single.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace despin::commands {

struct ProgressState {
  std::uint64_t documents = 0;
  std::uint64_t done = 0;   // of `total`, in any unit
  std::uint64_t total = 0;  // 0: unknown
  // Those that were there when the time began to run:
  std::uint64_t documents_before = 0;
  std::uint64_t done_before = 0;
};

// "adding: 12,345 documents, 2,100 a second, 34 %, 1 min 20 s left".
std::string progress_words(std::string_view doing, const ProgressState& state, double seconds);

class Progress {
 public:
  explicit Progress(std::string_view doing);
  ~Progress() { clear(); }
  Progress(const Progress&) = delete;  // two would overwrite each other
  Progress& operator=(const Progress&) = delete;

  void show(const ProgressState& state);
  // Announces a step that cannot be counted; only on a terminal.
  void announce(std::string_view doing);
  void clear();

 private:
  using Clock = std::chrono::steady_clock;
  void draw(std::string line);

  std::string doing_;
  bool terminal_ = false;
  bool drawn_ = false;
  Clock::time_point start_;
  Clock::time_point next_;
};

}  // namespace despin::commands
