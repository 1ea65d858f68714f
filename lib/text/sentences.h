// lib/text/sentences.h - decides whether a stop ends a sentence.
//
//   const Stop stop = full_stop_after("dr");       // kNever
//   if (ends_sentence(stop, next)) ...
//
// A full stop ends a sentence unless the word before it is an abbreviation or the next one begins
// with a lower-case letter. There are three kinds of abbreviations: those that never end a sentence
// (Dr.), those that do unless a number follows (No. 5), and those that do if the next word is a
// frequent sentence starter (U.S. The).
// Method  After Kiss and Strunk (2006), Unsupervised Multilingual Sentence Boundary Detection, sec.
//         4, with their frequent sentence starters as a fixed list.
#pragma once

#include <cstdint>
#include <string_view>

namespace despin::text {

enum class Stop : std::uint8_t {
  kNone,
  kDots,          // an ellipsis: ends a sentence before a capital
  kLoud,          // ! ?
  kFull,          // after an ordinary word
  kNever,         // after Dr., e.g.
  kUnlessNumber,  // after No., Sept.
  kIfStarter,     // after U.S., Inc., initials
};

// The kind of a full stop directly after a word of this form.
Stop full_stop_after(std::string_view form);

// The first token after a stop.
struct AfterStop {
  std::string_view form;
  bool small_letter = false;  // begins with a lower-case letter
  bool number = false;
  bool initial = false;   // one letter, followed by a stop
  bool new_line = false;  // a line ended at the stop
};

bool ends_sentence(Stop stop, const AfterStop& next);

}  // namespace despin::text
