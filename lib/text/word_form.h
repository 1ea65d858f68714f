// lib/text/word_form.h - the folded form and the capitalization of one word.
//
//   const WordForm form = append_form(word, forms);   // forms += "beijing"
//
// `word` is plain text (lib/text/plain.h). The form is case-folded, with apostrophes as '.
// Homoglyphs are replaced by Latin letters if some letter of the word is Latin and all others look
// Latin.
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

// ASCII words have a fast path; any word can take the general one.
WordForm append_form(std::string_view word, std::string& forms);
WordForm append_form_slowly(std::string_view word, std::string& forms);

}  // namespace despin::text
