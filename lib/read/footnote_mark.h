// lib/read/footnote_mark.h - tells the mark of a footnote from what else is raised.
//
//   is_footnote_mark("3", "said.")    // true: said.<sup>3</sup>
//   is_footnote_mark("nd", "2")       // false: 2nd; so are m2, x2 and 106
//
// Threads  Stateless.
// Cost     O(bytes).
#pragma once

#include <string_view>

namespace despin::read {

struct MarkPlace {
  bool linked = false;   // it is or holds a link, as to the footnote
  bool lowered = false;  // below the line, where formulas have numbers: H2O, CO2
};

// `raised` is the text of a <sup>, or of what a style raises as one; `before` what stands before it
// without white space between. A mark is one or several numbers, letters, small Roman numerals or
// symbols, also in brackets, behind a word or its punctuation. What is lowered is one only if it is
// a number or symbol behind a word of ordinary letters.
bool is_footnote_mark(std::string_view raised, std::string_view before, MarkPlace place = {});

}  // namespace despin::read
