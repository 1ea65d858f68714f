// lib/cli/utf8.h - one character at a time.
#pragma once

#include <unicode/utf8.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace despin::cli {

inline bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

// Whether a byte goes on with a character that an earlier one began.
inline bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// The character at `at`, which moves behind it; negative for bytes that are not UTF-8.
// REQUIRES: at < text.size().
inline UChar32 next_character(std::string_view text, std::size_t& at) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const std::size_t size = text.size();
  UChar32 c = 0;
  U8_NEXT(bytes, at, size, c);
  return c;
}

}  // namespace despin::cli
