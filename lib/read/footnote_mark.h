// lib/read/footnote_mark.h - tells the mark of a footnote from what else is raised.
//
//   is_footnote_mark("3", "said.", false)    // true: said.<sup>3</sup>
//   is_footnote_mark("nd", "2", false)       // false: 2nd; so are m2, x2 and 106
//
// Threads  Stateless.
// Cost     O(bytes).
#pragma once

#include <string_view>

namespace despin::read {

// `raised` is the text of a <sup>, `before` what stands before it without white space between,
// `linked` whether it holds a link, as to the footnote. A mark is one or several numbers, letters,
// small Roman numerals or symbols, also in brackets, behind a word or its punctuation.
bool is_footnote_mark(std::string_view raised, std::string_view before, bool linked);

}  // namespace despin::read
