#include "lib/text/utf8.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace despin::text {

Utf8Survey survey_utf8(std::string_view text) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080ULL;
  constexpr std::uint64_t kNines = 0x0909090909090909ULL;
  Utf8Survey survey;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const std::size_t size = text.size();
  std::size_t i = 0;
  while (i < size) {
    if (i + 8 <= size) {
      std::uint64_t word;
      std::memcpy(&word, bytes + i, 8);
      // The subtraction borrows only where some byte is below 9.
      if (((word | (word - kNines)) & kHighBits) == 0) {
        i += 8;
        continue;
      }
    }
    const std::size_t stop = std::min(size, i + 8);
    while (i < stop) {
      if (bytes[i] < 0x80) {
        survey.control |= bytes[i] < 9;
        ++i;
        continue;
      }
      survey.ascii = false;
      const std::size_t begin = i;
      UChar32 c;
      U8_NEXT(bytes, i, size, c);
      if (c < 0) {
        survey.bad_byte = begin;
        return survey;
      }
    }
  }
  return survey;
}

char32_t next_character(std::string_view text, std::size_t& i) {
  UChar32 c;
  U8_NEXT_UNSAFE(reinterpret_cast<const std::uint8_t*>(text.data()), i, c);
  return static_cast<char32_t>(c);
}

char32_t next_checked_character(std::string_view text, std::size_t& i) {
  const std::size_t size = text.size();
  UChar32 c;
  U8_NEXT(reinterpret_cast<const std::uint8_t*>(text.data()), i, size, c);
  return c < 0 ? kNoCharacter : static_cast<char32_t>(c);
}

std::size_t put_character(char32_t c, char* out) {
  std::size_t size = 0;
  U8_APPEND_UNSAFE(reinterpret_cast<std::uint8_t*>(out), size, static_cast<std::uint32_t>(c));
  return size;
}

bool is_word_character(char32_t c) {
  constexpr std::uint32_t kMask = U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK;
  return (U_GET_GC_MASK(static_cast<UChar32>(c)) & kMask) != 0;
}

bool is_number_character(char32_t c) {
  return (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_N_MASK) != 0;
}

bool is_invisible(char32_t c) {
  if (c < 0x34F) return c == 0xAD;
  if (c >= 0x2070 && c < 0x3164) return false;
  return u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0;
}

}  // namespace despin::text
