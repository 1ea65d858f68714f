// lib/text/lines.h - classifies the lines of plain text and the meaning of line ends.
//
//   Line line = read_line(text, begin);
//   if (parts(before_last, last, line)) ...   // a sentence ends between the two
//
// Text can be wrapped (a line end is a space), have one paragraph per line (a line end ends the
// paragraph), or consist of separate lines: headings, list items, table rows.
// Cost  O(bytes).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace despin::text {

struct Line {
  std::size_t begin = 0;
  std::size_t end = 0;        // without the newline
  std::size_t content = 0;    // first byte after indentation, bullet, and heading or quote marks
  bool blank = true;          // has no letters or digits: empty, or a rule
  bool item = false;          // begins with a bullet or number
  bool heading = false;       // begins with #
  bool indented = false;      // by four spaces or a tab
  bool capital = false;       // content does not begin with a lower-case letter
  bool bars_outside = false;  // begins with |
  std::uint32_t cells = 0;    // | and tabs between words

  std::size_t size() const { return end - begin; }
};

// The line that begins at `begin`; a blank one at the end of the text.
Line read_line(std::string_view text, std::size_t begin);

// Whether the line is a table row, judged with its neighbors: a single "Name | Agency" is a byline.
bool is_row(const Line& above, const Line& line, const Line& below);

enum class LineEnd : std::uint8_t { kSpace, kSentence, kParagraph };

// The meaning of the end of `last`, given its neighbors.
LineEnd line_end(const Line& above, const Line& last, const Line& next);

// The end of the fenced code block that `line` opens, after the newline of the closing fence; 0 if
// `line` is not a fence or is never closed. Looks 32 KiB ahead, so that an unclosed fence has no
// effect.
std::size_t fence_end(std::string_view text, const Line& line);

}  // namespace despin::text
