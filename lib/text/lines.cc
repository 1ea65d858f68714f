#include "lib/text/lines.h"

#include <algorithm>
#include <cstring>

#include "lib/text/bytes.h"

namespace despin::text {
namespace {

constexpr std::size_t kMaxFence = 32768;

// Nobody wraps lines beyond this length; longer ones are whole paragraphs. Few wrap beyond the
// second length, where a capital on the next line decides.
constexpr std::size_t kUnwrapped = 160;
constexpr std::size_t kSeldomWrapped = 120;
// Lines this short are separate lines, whatever their neighbors.
constexpr std::size_t kVeryShort = 32;

std::uint32_t count(std::string_view s, char c) {
  std::uint32_t n = 0;
  const char* i = s.data();
  const char* const end = i + s.size();
  while (i != end) {
    i = static_cast<const char*>(std::memchr(i, c, static_cast<std::size_t>(end - i)));
    if (i == nullptr) break;
    ++i;
    ++n;
  }
  return n;
}

bool is_gap(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v'; }

// The offset after the bullet or number at `i`, or `i`.
std::size_t behind_bullet(std::string_view s, std::size_t i) {
  const char c = s[i];
  if (c == kBullet || (is_gap(at(s, i + 1)) &&
                       (c == '-' || c == '*' || c == '+' || c == kEnDash || c == kEmDash))) {
    return i + 1;
  }
  std::size_t j = i + (c == '(' ? 1 : 0);
  const std::size_t label = j;
  while (j < s.size() && j < label + 2 && is(s[j], kDigitByte)) ++j;
  const bool number = j > label;
  if (!number && j < s.size() && is(s[j], kLowerByte)) ++j;
  if (j == label) return i;
  const char closing = at(s, j);
  const bool closed = closing == ')' || (closing == '.' && number && c != '(');
  return closed && is_gap(at(s, j + 1)) && j + 1 < s.size() ? j + 1 : i;
}

}  // namespace

Line read_line(std::string_view text, std::size_t begin) {
  Line line;
  line.begin = line.end = line.content = begin;
  if (begin >= text.size()) return line;
  const void* newline = std::memchr(text.data() + begin, '\n', text.size() - begin);
  line.end = newline == nullptr
                 ? text.size()
                 : static_cast<std::size_t>(static_cast<const char*>(newline) - text.data());
  const std::string_view s = text.substr(0, line.end);
  std::size_t i = begin;
  while (i < s.size() && is_gap(s[i])) ++i;
  line.content = i;
  if (i == s.size()) return line;
  line.indented = i >= begin + 4 || s[begin] == '\t';
  if (std::string_view("-=*_#+|: ").find(s[i]) != std::string_view::npos) {
    const std::size_t first = s.find_first_not_of("-=*_#+|: \t\r", i);
    if (first == std::string_view::npos) return line;
  }
  line.blank = false;
  line.bars_outside = s[i] == '|';
  line.cells = count(s.substr(i), '|') + count(s.substr(i), '\t');
  if (s[i] == '#') {
    std::size_t j = i;
    while (at(s, j) == '#') ++j;
    line.heading = j - i <= 6 && at(s, j) == ' ';
    if (line.heading) i = j;
  } else {
    const std::size_t behind = behind_bullet(s, i);
    line.item = behind != i;
    i = behind;
  }
  while (i < s.size() && is_gap(s[i])) ++i;
  line.content = i;
  line.capital = i < s.size() && !is(s[i], kLowerByte);
  return line;
}

bool is_row(const Line& above, const Line& line, const Line& below) {
  if (line.cells == 0) return false;
  const auto alike = [&](const Line& other) { return !other.blank && other.cells == line.cells; };
  return (line.bars_outside && line.cells >= 2) || alike(above) || alike(below);
}

LineEnd line_end(const Line& above, const Line& last, const Line& next) {
  if (last.blank || next.blank) return LineEnd::kParagraph;
  if (next.item || next.heading || last.heading) return LineEnd::kSentence;
  if (last.cells > 0 && last.cells == next.cells) return LineEnd::kSentence;
  const std::size_t beside = std::max(above.blank ? 0 : above.size(), next.size());
  const std::size_t longest = std::max(last.size(), beside);
  if (longest > kUnwrapped) return LineEnd::kParagraph;
  if (!next.capital) return LineEnd::kSpace;
  if (longest > kSeldomWrapped) return LineEnd::kParagraph;
  const bool short_line = last.size() < kVeryShort || 10 * last.size() < 6 * beside;
  return short_line ? LineEnd::kSentence : LineEnd::kSpace;
}

std::size_t fence_end(std::string_view text, const Line& line) {
  std::size_t i = line.begin;
  while (i < line.end && is_gap(text[i])) ++i;
  const std::string_view fence = text.substr(i, 3);
  if (fence != "```" && fence != "~~~") return 0;
  const std::size_t limit = std::min(text.size(), line.end + kMaxFence);
  for (std::size_t at_line = line.end + 1; at_line < limit;) {
    std::size_t j = at_line;
    while (j < limit && is_gap(text[j])) ++j;
    const void* newline = std::memchr(text.data() + at_line, '\n', text.size() - at_line);
    const std::size_t end =
        newline == nullptr
            ? text.size()
            : static_cast<std::size_t>(static_cast<const char*>(newline) - text.data());
    if (text.substr(j, 3) == fence) return std::min(text.size(), end + 1);
    at_line = end + 1;
  }
  return 0;
}

}  // namespace despin::text
