// lib/text/blanks.h - letters that are drawn blank, and what they stand for in a text.
//
//   if (is_blank_letter(c) && role_of_blanks(text) == Blanks::kSpaces) ...
//
// Hangul fillers and the braille pattern without dots are letters or symbols to Unicode and a gap
// to a reader. Whoever hides words writes them for spaces, or inside words where they are narrow.
// Threads  Stateless.
// Cost     O(bytes) for role_of_blanks().
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace despin::text {

enum class Blanks : std::uint8_t { kUnknown, kSpaces, kInWords };

constexpr bool is_blank_letter(char32_t c) {
  return c == 0x115F || c == 0x1160 || c == 0x2800 || c == 0x3164 || c == 0xFFA0;
}

// Forces all that follows to be drawn from left to right, or from right to left.
constexpr bool is_override(char32_t c) { return c == 0x202D || c == 0x202E; }

// Encloses the letter before it, as in a circle: no letter of any word takes one.
constexpr bool is_enclosing_mark(char32_t c) {
  return (c >= 0x20DD && c <= 0x20E0) || (c >= 0x20E2 && c <= 0x20E4) || c == 0x488 || c == 0x489 ||
         (c >= 0xA670 && c <= 0xA672) || c == 0x1ABE;
}

constexpr bool is_raised_digit(char32_t c) {
  return c == 0xB2 || c == 0xB3 || c == 0xB9 || c == 0x2070 || (c >= 0x2074 && c <= 0x2079);
}

// Whether the blank letter [begin, end) of the text stands beside Hangul or braille, where it has
// its own meaning.
bool in_hangul(std::string_view text, std::size_t begin, std::size_t end);

// kSpaces if what lies between two blank letters of the text, or a blank letter and the end of a
// word, is as long as whole words are.
Blanks role_of_blanks(std::string_view text);

}  // namespace despin::text
