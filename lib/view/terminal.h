// lib/view/terminal.h - what can be shown where: columns, color, and nothing harmful.
// Threads  Stateless.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace despin::view {

enum class ColorMode { kAuto, kAlways, kNever };

// kAuto: only on a terminal, and not where NO_COLOR is set or TERM is dumb.
bool use_color(ColorMode mode, int file_descriptor);

// Columns of the terminal behind the descriptor; $COLUMNS, then 80, where there is none. At
// most `widest`: longer lines are hard to read.
std::size_t terminal_columns(int file_descriptor, std::size_t widest = 120);

// Columns that UTF-8 text takes: wide characters two, combining and invisible ones none.
std::size_t display_width(std::string_view utf8);

// Without control characters, which could drive the reader's terminal, and without
// characters that turn the direction of writing; white space becomes a space.
std::string printable(std::string_view utf8);

// The printable text in just so many columns: cut, with an ellipsis, or followed by spaces.
std::string fitted(std::string_view utf8, std::size_t columns);

enum class Style { kPlain, kSwapped, kOriginal, kSpun, kFaint, kInflected, kMoved, kApart };

// A stretch of one line in one style.
struct StyledText {
  std::string text;
  Style style = Style::kPlain;
};

// With escape sequences if `color`; without, swapped words stand in [brackets].
std::string styled(const StyledText& piece, bool color);

}  // namespace despin::view
