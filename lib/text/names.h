// lib/text/names.h - recognizes addresses and identifiers.
//
//   const std::size_t end = code_end(chunk);      // "https://example.org/a," -> 21
//   if (end != 0) ...                             // the first `end` bytes are code
//
// Code is: a URL or anything that begins with "www."; an e-mail address; @handle; snake_case; a::b;
// x=1; back\slashes; call(); f(x); /two/level/paths, ~/this and ./that; dotted names (example.com,
// main.cc, os.path.join, v1.2). Not code: initials (U.S., e.g.), decimals, a missing space after a
// full stop ("end.The"), "No.5", "and/or", "word(s)". camelCase is code if it begins with at least
// two lower-case letters and has two humps (getElementById), or with three and has a hump of three
// letters (fileName), so that iPhone, iHeartRadio, macOS, mRNA and YouTube stay words.
// Cost  O(bytes of the chunk).
#pragma once

#include <cstddef>
#include <string_view>

namespace despin::text {

// Length of the code token at the beginning of `chunk`, or 0 if it is ordinary text. `chunk` is
// plain text without spaces that begins with a letter or one of /@~. Trailing punctuation is not
// included.
std::size_t code_end(std::string_view chunk);

// REQUIRES ASCII letters and digits.
bool is_camel_case(std::string_view word);

// The end of the initials that begin at `begin`: single letters with full stops ("U.S.", "e.g",
// "J.K.") or a degree ("Ph.D."); `begin` if there are none.
std::size_t initials_end(std::string_view text, std::size_t begin);

}  // namespace despin::text
