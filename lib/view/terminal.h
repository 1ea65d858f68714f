// lib/view/terminal.h - terminal output: width, color, and removal of harmful characters.
// Threads  Stateless.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace despin::view {

enum class ColorMode { kAuto, kAlways, kNever };

// kAuto: if NO_COLOR is not set, on a terminal whose TERM is not "dumb", or where CLICOLOR_FORCE is
// set and not "0".
bool use_color(ColorMode mode, int file_descriptor);

// Wider than any line: for programs that read on, each paragraph is one line.
inline constexpr std::size_t kUnwrapped = std::size_t{1} << 30;

// The width of what stands in columns, in lines of this width: finite.
constexpr std::size_t table_columns(std::size_t columns) {
  return columns == kUnwrapped ? 80 : columns;
}

// Width of the terminal of the descriptor, or $COLUMNS: at most `widest`, as longer lines are hard
// to read. Without either, `piped`.
std::size_t terminal_columns(int file_descriptor, std::size_t widest = 120, std::size_t piped = 80);

// The text, in ASCII quotes where the locale is said to be C.
std::string for_locale(std::string text);

// Columns of UTF-8 text: wide characters count two, combining and invisible ones none.
std::size_t display_width(std::string_view utf8);

// Removes control characters, which could control the terminal, and characters that change the
// direction of writing; white space becomes a space.
std::string printable(std::string_view utf8);

// The printable text in exactly this width: cut with an ellipsis, or padded with spaces.
std::string fitted(std::string_view utf8, std::size_t columns);

enum class Style { kPlain, kSwapped, kOriginal, kSpun, kFaint, kInflected, kMoved, kApart };

// A piece of one line in one style.
struct StyledText {
  std::string text;
  Style style = Style::kPlain;
};

// With escape sequences if `color`; otherwise swapped words are put in [brackets].
std::string styled(const StyledText& piece, bool color);

}  // namespace despin::view
