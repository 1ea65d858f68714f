// lib/text/word_form.h - the folded form and the capitals of one word.
//
//   const WordForm form = append_form(word, forms);   // forms += "beijing"
//
// `word` is plain text (lib/text/plain.h). The form has its letters case-folded,
// apostrophes as ' and look-alike letters as Latin ones, provided that some letter
// of the word is Latin and all others pass for Latin.
// Threads  Stateless.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "lib/text/tokens.h"

namespace despin::text {

struct WordForm {
  Shape shape = Shape::kNone;
  std::uint32_t lookalikes = 0;
};

// ASCII words and others may both go the long way; the short one is for ASCII.
WordForm append_form(std::string_view word, std::string& forms);
WordForm append_form_slowly(std::string_view word, std::string& forms);

}  // namespace despin::text
