// lib/text/utf8.h - validates, iterates over and writes UTF-8; the only code that does.
//
//   const Utf8Survey survey = survey_utf8(text);
//   if (survey.bad_byte != kNoBadByte) ...
//
// Units  Byte offsets.
// Cost   O(bytes); ASCII eight bytes at a time.
#pragma once

#include <cstddef>
#include <string_view>

namespace despin::text {

inline constexpr std::size_t kNoBadByte = static_cast<std::size_t>(-1);

struct Utf8Survey {
  std::size_t bad_byte = kNoBadByte;  // offset of the first ill-formed sequence
  bool ascii = true;
  bool control = false;  // has a byte below 9, which plain text reserves
};

Utf8Survey survey_utf8(std::string_view text);

// Returns the character at `i` and advances `i`. REQUIRES: well-formed text.
char32_t next_character(std::string_view text, std::size_t& i);

// Not a character: returned for bytes that are not UTF-8.
inline constexpr char32_t kNoCharacter = 0xFFFFFFFF;

// As next_character(), for any bytes: `i` advances past an ill-formed sequence. REQUIRES: i <
// text.size().
char32_t next_checked_character(std::string_view text, std::size_t& i);

// Writes `c` to `out`, which has space for four bytes; returns the number written. REQUIRES: c is a
// character: not a surrogate, at most 0x10FFFF.
std::size_t put_character(char32_t c, char* out);

// Whether a byte is a UTF-8 continuation byte.
constexpr bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// Letters, marks and numbers of any script, ASCII included.
bool is_word_character(char32_t c);
bool is_number_character(char32_t c);

// Invisible characters: zero-width, soft hyphen, fillers, selectors, direction marks (Unicode's
// Default_Ignorable_Code_Point).
bool is_invisible(char32_t c);

}  // namespace despin::text
