// lib/text/terms.h - the terms by which texts are indexed and compared.
//
//   std::string buffer;
//   std::string_view term = text::term_of(tokens, token, utf8, buffer);   // "12000" of "12,000"
//   if (!text::is_function_word(term)) ...
//
// A term is the token's form, with two exceptions: for numbers, which all have the same form, it is
// the digits without the commas; for addresses and identifiers it is the text itself. Breaks have
// no term.
// Threads  Stateless.
#pragma once

#include <string>
#include <string_view>

#include "lib/text/tokens.h"

namespace despin::text {

// Empty for a break. The result views `tokens`, `utf8` or `buffer`.
std::string_view term_of(const Tokens& tokens, const Token& token, std::string_view utf8,
                         std::string& buffer);

// Whether the form belongs to a closed class of English (determiners, pronouns, prepositions,
// conjunctions, auxiliaries, negations, the most frequent adverbs of degree). These are nearly half
// of all running words and the same in every text.
bool is_function_word(std::string_view form);

}  // namespace despin::text
