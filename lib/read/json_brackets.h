// lib/read/json_brackets.h - tells the brackets of JSON from those inside its strings.
//
//   JsonStrings strings;
//   for (const char c : json) {
//     if (strings.is_outside(c)) depth += bracket_step(c);
//   }
//
// What is no JSON is read as if it were: only a parser tells.
// Threads  Single.
// Cost     O(1) a byte.
#pragma once

namespace despin::read {

class JsonStrings {
 public:
  // Whether the next byte stands outside strings and is not the quote of one.
  bool is_outside(char c) {
    if (escaped_) {
      escaped_ = false;
    } else if (inside_) {
      escaped_ = c == '\\';
      inside_ = c != '"';
    } else if (c == '"') {
      inside_ = true;
    } else {
      return true;
    }
    return false;
  }

 private:
  bool inside_ = false;
  bool escaped_ = false;
};

// How many levels deeper what follows the byte is.
constexpr int bracket_step(char c) {
  return c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
}

}  // namespace despin::read
