// lib/text/names.h - which stretches without a space are addresses or identifiers.
//
//   const std::size_t end = code_end(chunk);      // "https://example.org/a," -> 21
//   if (end != 0) ...                             // the first `end` bytes are code
//
// Code is: a URL or what begins "www."; an e-mail address; @handle; snake_case;
// a::b; x=1; back\slashes; call(); f(x); /two/level/paths, ~/this and ./that;
// dotted names (example.com, main.cc, os.path.join, v1.2). Not code: initials
// (U.S., e.g.), decimals, a missing space after a full stop ("end.The"), "No.5",
// "and/or", "word(s)". camelCase is code if it begins with two small letters or
// more and has two humps (getElementById), or with three and has a hump of three
// letters (fileName), so that iPhone, iHeartRadio, macOS, mRNA and YouTube stay words.
// Cost  O(bytes of the chunk).
#pragma once

#include <cstddef>
#include <string_view>

namespace despin::text {

// How much of `chunk`, a stretch of plain text without spaces that begins at a
// letter or one of /@~, is one code token; trailing punctuation is left off.
// 0 if it is ordinary text.
std::size_t code_end(std::string_view chunk);

// REQUIRES ASCII letters and digits.
bool is_camel_case(std::string_view word);

// The end of the initials that begin at `begin`: letters that stand alone between
// full stops ("U.S.", "e.g", "J.K.") or a degree ("Ph.D."); `begin` if there are none.
std::size_t initials_end(std::string_view text, std::size_t begin);

}  // namespace despin::text
