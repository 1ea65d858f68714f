// models/build/lexicon/lines.h
// Splits text into lines and fields without copying.
//
// Lines end at '\n'; a '\r' before it is dropped. Views point into the input.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace despin::lexicon {

// A cursor; number() is that of the line last read, from 1.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}

  // False at the end of the text.
  bool next(std::string_view& line) {
    if (rest_.empty()) return false;
    const std::size_t end = rest_.find('\n');
    line = rest_.substr(0, end);
    rest_ = end == std::string_view::npos ? std::string_view() : rest_.substr(end + 1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    ++number_;
    return true;
  }

  std::size_t number() const noexcept { return number_; }

 private:
  std::string_view rest_;
  std::size_t number_ = 0;
};

// Replaces what `out` held. Empty fields are kept: "a||b" has three.
inline void split(std::string_view line, char separator, std::vector<std::string_view>& out) {
  out.clear();
  for (;;) {
    const std::size_t end = line.find(separator);
    out.push_back(line.substr(0, end));
    if (end == std::string_view::npos) return;
    line.remove_prefix(end + 1);
  }
}

}  // namespace despin::lexicon
