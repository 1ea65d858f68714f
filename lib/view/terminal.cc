#include "lib/view/terminal.h"

#include <sys/ioctl.h>
#include <unicode/uchar.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <utility>

#include "lib/text/utf8.h"

namespace despin::view {
namespace {

constexpr std::size_t kMinColumns = 40;

bool is_control(UChar32 c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069) || c == 0x200E || c == 0x200F || c == 0x061C;
}

std::size_t columns_of(UChar32 c) {
  const auto type = u_charType(c);
  if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR) return 0;
  const int width = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

std::string_view escape_of(Style style) {
  switch (style) {
    case Style::kSwapped:
    case Style::kSpun:
      return "\x1b[1;31m";
    case Style::kOriginal:
      return "\x1b[32m";
    case Style::kFaint:
      return "\x1b[2m";
    case Style::kInflected:
      return "\x1b[33m";
    case Style::kMoved:
      return "\x1b[36m";
    case Style::kApart:
      return "\x1b[35m";
    case Style::kPlain:
      break;
  }
  return {};
}

}  // namespace

bool use_color(ColorMode mode, int file_descriptor) {
  if (mode != ColorMode::kAuto) return mode == ColorMode::kAlways;
  const char* no_color = std::getenv("NO_COLOR");
  if (no_color != nullptr && *no_color != '\0') return false;
  const char* force = std::getenv("CLICOLOR_FORCE");
  if (force != nullptr && *force != '\0' && std::string_view(force) != "0") return true;
  const char* term = std::getenv("TERM");
  if (term == nullptr || std::string_view(term) == "dumb") return false;
  return isatty(file_descriptor) == 1;
}

std::size_t terminal_columns(int file_descriptor, std::size_t widest, std::size_t piped) {
  std::size_t columns = 0;
  winsize size{};
  if (ioctl(file_descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    columns = size.ws_col;
  } else if (const char* set = std::getenv("COLUMNS"); set != nullptr) {
    const std::string_view value = set;
    std::from_chars(value.data(), value.data() + value.size(), columns);
  }
  return columns == 0 ? piped : std::clamp(columns, kMinColumns, widest);
}

std::string for_locale(std::string text) {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const char* set = std::getenv(name);
    if (set == nullptr || *set == '\0') continue;
    const std::string_view locale = set;
    if (locale != "C" && locale != "POSIX") return text;
    constexpr std::pair<std::string_view, std::string_view> kPlain[] = {
        {"\u201C", "\""},  {"\u201D", "\""}, {"\u2018", "'"}, {"\u2019", "'"},
        {"\u2026", "..."}, {"\u2013", "-"},  {"\u2014", "-"}};
    for (const auto& [from, to] : kPlain) {
      for (std::size_t at = 0; (at = text.find(from, at)) != text.npos; at += to.size()) {
        text.replace(at, from.size(), to);
      }
    }
    return text;
  }
  return text;
}

std::size_t display_width(std::string_view utf8) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < utf8.size();) {
    const char32_t c = text::next_checked_character(utf8, at);
    width += c == text::kNoCharacter ? 1 : columns_of(static_cast<UChar32>(c));
  }
  return width;
}

std::string printable(std::string_view utf8) {
  std::string out;
  for (std::size_t at = 0; at < utf8.size();) {
    const std::size_t begin = at;
    const char32_t c = text::next_checked_character(utf8, at);
    if (c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '\v') {
      out.push_back(' ');
    } else if (c == text::kNoCharacter || is_control(static_cast<UChar32>(c))) {
      out += "\uFFFD";
    } else {
      out += utf8.substr(begin, at - begin);
    }
  }
  return out;
}

std::string fitted(std::string_view utf8, std::size_t columns) {
  std::string text = printable(utf8);
  std::size_t width = display_width(text);
  if (width > columns && columns > 0) {
    // In a long text only the beginning is measured again.
    std::size_t end = 0;
    for (std::size_t used = 0, at = 0; at < text.size(); end = at) {
      const std::size_t begin = at;
      text::next_checked_character(text, at);
      used += display_width(std::string_view(text).substr(begin, at - begin));
      if (used > columns - 1) break;
    }
    text.resize(end);
    text += "\u2026";
    width = display_width(text);
  }
  return text.append(columns - std::min(columns, width), ' ');
}

std::string styled(const StyledText& piece, bool color) {
  const std::string_view escape = escape_of(piece.style);
  if (color && !escape.empty()) return std::string(escape) + piece.text + "\x1b[0m";
  if (piece.style != Style::kSwapped) return piece.text;
  std::string out = "[";
  out.append(piece.text).append("]");
  return out;
}

}  // namespace despin::view
