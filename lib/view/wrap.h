// lib/view/wrap.h - wraps styled words into lines of a given width.
//
//   view::WordMaker words(color);
//   words.add("the ", Style::kPlain);
//   words.add("get right", Style::kSwapped);   // two words, both colored
//   for (const view::WrappedLine& line : view::wrap(words.take(), 38)) print(line.text);
//
// Units    Widths are columns, without escape sequences.
// Threads  WordMaker is Single; the rest is stateless.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/view/terminal.h"

namespace despin::view {

// A word, which has no spaces: its parts in order.
struct WrappedWord {
  std::vector<StyledText> pieces;
  std::size_t width = 0;
  bool color = false;
};

// Splits text at white space; text added without a space before it continues the last word.
class WordMaker {
 public:
  explicit WordMaker(bool color) : color_(color) {}
  void add(std::string_view text, Style style);
  std::vector<WrappedWord> take();

 private:
  bool color_;
  bool open_ = false;  // text may be added to the last word
  std::vector<WrappedWord> words_;
};

struct WrappedLine {
  std::string text;
  std::size_t width = 0;
};

// A word wider than the line is broken unless it is an address. REQUIRES: columns > 1, so that a
// wide character fits.
std::vector<WrappedLine> wrap(std::span<const WrappedWord> words, std::size_t columns);
// The same for a text in one style.
std::vector<WrappedLine> wrap(std::string_view text, Style style, bool color, std::size_t columns);

// Lines, each with its newline: paragraphs are filled, lines that begin with a space stay.
std::string filled(std::string_view text, std::size_t columns);

}  // namespace despin::view
