// lib/cli/utf8.h - one character at a time.
#pragma once

#include <unicode/utf8.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace despin::cli {

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
