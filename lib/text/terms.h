// lib/text/terms.h
// What two texts are compared by: the spelling that makes a token the same as
// another, and whether it carries meaning of its own.
//
//   std::string buffer;
//   std::string_view term = text::term_of(tokens, token, utf8, buffer);   // "12000" of "12,000"
//   if (!text::is_function_word(term)) ...
//
// A term is the token's form, but for numbers, whose forms are all alike: theirs is
// the digits as written, without the commas; and for addresses and identifiers, theirs
// is the text itself. Breaks have no term.
// Threads  Stateless.
#pragma once

#include <string>
#include <string_view>

#include "lib/text/tokens.h"

namespace despin::text {

// Empty for a break. The result views `tokens`, `utf8` or `buffer`.
std::string_view term_of(const Tokens& tokens, const Token& token, std::string_view utf8,
                         std::string& buffer);

// True of the closed classes of English (determiners, pronouns, prepositions,
// conjunctions, auxiliaries, negations, and the commonest adverbs of degree):
// nearly half of all running words, and the same in every text.
bool is_function_word(std::string_view form);

}  // namespace despin::text
