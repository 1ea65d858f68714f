// lib/text/lines.h - lines of plain text: what each is, and what a line end means.
//
//   Line line = read_line(text, begin);
//   if (parts(before_last, last, line)) ...   // a sentence ends between the two
//
// Text comes wrapped (a line end is a space), one paragraph a line (it ends the
// paragraph), or as lines that stand alone: headings, list items, table rows.
// Cost  O(bytes).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace despin::text {

struct Line {
  std::size_t begin = 0;
  std::size_t end = 0;        // without the newline
  std::size_t content = 0;    // first byte behind indent, bullet, and heading or quote marks
  bool blank = true;          // no letter or digit could be on it: empty, or a ruler
  bool item = false;          // opens with a bullet or number
  bool heading = false;       // opens with #
  bool indented = false;      // by four spaces or a tab
  bool capital = false;       // content does not begin with a small letter
  bool bars_outside = false;  // begins with |
  std::uint32_t cells = 0;    // | and tabs between words

  std::size_t size() const { return end - begin; }
};

// The line that begins at `begin`; a blank one at the end of the text.
Line read_line(std::string_view text, std::size_t begin);

// Whether the line is a row of a table, judged by its neighbors: a lone
// "Name | Agency" is a byline.
bool is_row(const Line& above, const Line& line, const Line& below);

enum class LineEnd : std::uint8_t { kSpace, kSentence, kParagraph };

// What the end of `last` means, given its neighbors.
LineEnd line_end(const Line& above, const Line& last, const Line& next);

// The end of the fenced block whose fence is `line`, behind the closing fence's
// newline; 0 if `line` is no fence or is never closed. Looks 32 KiB ahead, so
// that an open fence marks nothing.
std::size_t fence_end(std::string_view text, const Line& line);

}  // namespace despin::text
