// lib/view/terminal.h - terminal output: width, color, and removal of harmful characters.
// Threads  Stateless.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace despin::view {

enum class ColorMode { kAuto, kAlways, kNever };

// kAuto: only on a terminal, unless NO_COLOR is set or TERM is "dumb".
bool use_color(ColorMode mode, int file_descriptor);

// Width of the terminal of the descriptor; else $COLUMNS, else 80. At most `widest`: longer lines
// are hard to read.
std::size_t terminal_columns(int file_descriptor, std::size_t widest = 120);

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
