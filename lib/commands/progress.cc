#include "lib/commands/progress.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "lib/view/report_view.h"
#include "lib/view/terminal.h"

namespace despin::commands {
namespace {

constexpr std::chrono::milliseconds kRedraw{100};
constexpr std::chrono::seconds kLog{30};
// Before this time a rate is not meaningful.
constexpr double kLeastSeconds = 1;

std::string duration_words(double seconds) {
  const auto whole = static_cast<unsigned long long>(std::llround(seconds));
  if (whole < 60) return std::to_string(whole) + " s";
  if (whole < 3600) {
    return std::to_string(whole / 60) + " min " + std::to_string(whole % 60) + " s";
  }
  return std::to_string(whole / 3600) + " h " + std::to_string(whole % 3600 / 60) + " min";
}

}  // namespace

std::string progress_words(std::string_view doing, const ProgressState& state, double seconds) {
  std::string out(doing);
  std::string_view separator = ": ";
  const auto add = [&](const std::string& words) {
    out.append(separator).append(words);
    separator = ", ";
  };
  if (state.documents > 0) {
    add(view::grouped(state.documents) + (state.documents == 1 ? " document" : " documents"));
    if (seconds >= kLeastSeconds) {
      const double rate = static_cast<double>(state.documents - state.documents_before) / seconds;
      add(view::grouped(static_cast<unsigned long long>(std::llround(rate))) + " a second");
    }
  }
  if (state.total > 0 && state.done <= state.total) {
    const double share = static_cast<double>(state.done) / static_cast<double>(state.total);
    add(std::to_string(static_cast<int>(100 * share)) + " %");
    const auto gained = static_cast<double>(state.done - state.done_before);
    if (seconds >= kLeastSeconds && gained > 0 && share < 1) {
      const auto rest = static_cast<double>(state.total - state.done);
      add(duration_words(seconds * rest / gained) + " left");
    }
  }
  return out;
}

Progress::Progress(std::string_view doing) : doing_(doing), start_(Clock::now()) {
  const char* term = std::getenv("TERM");
  terminal_ = isatty(STDERR_FILENO) == 1 && term != nullptr && std::string_view(term) != "dumb";
  next_ = start_ + (terminal_ ? Clock::duration(kRedraw) : Clock::duration(kLog));
}

void Progress::show(const ProgressState& state) {
  const auto now = Clock::now();
  if (now < next_) return;
  next_ = now + (terminal_ ? Clock::duration(kRedraw) : Clock::duration(kLog));
  const double seconds = std::chrono::duration<double>(now - start_).count();
  std::string line = progress_words(doing_, state, seconds);
  if (terminal_) {
    draw(std::move(line));
  } else {
    line += "\n";
    std::fwrite(line.data(), 1, line.size(), stderr);
    std::fflush(stderr);
  }
}

void Progress::announce(std::string_view doing) {
  if (terminal_) draw(std::string(doing));
}

void Progress::draw(std::string line) {
  // A wrapped line could not be redrawn. It is ASCII, so bytes are columns.
  line.resize(std::min(line.size(), view::terminal_columns(STDERR_FILENO) - 1));
  std::fputs(("\r" + line + "\x1b[K").c_str(), stderr);
  std::fflush(stderr);
  drawn_ = true;
}

void Progress::clear() {
  if (!drawn_) return;
  drawn_ = false;
  std::fputs("\r\x1b[K", stderr);
  std::fflush(stderr);
}

}  // namespace despin::commands
