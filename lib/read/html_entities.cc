#include "lib/read/html_entities.h"

#include <unicode/utf.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "lib/read/html_parser.h"
#include "lib/text/ascii.h"
#include "lib/text/utf8.h"

namespace despin::read {
namespace {

// Longest name: "CounterClockwiseContourIntegral;".
constexpr std::size_t kMaxNameBytes = 40;

// The numbers 0x80 to 0x9F mean characters of windows-1252; 0 if it has none.
constexpr std::array<std::uint16_t, 32> kWindows1252{
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

bool is_alphanumeric(char c) { return text::is_ascii_letter(c) || text::is_ascii_digit(c); }

int digit_of(char c, int base) {
  if (text::is_ascii_digit(c)) return c - '0';
  if (base == 16 && c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (base == 16 && c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

void put(std::uint32_t c, Entity& entity) {
  entity.size += text::put_character(c, entity.utf8 + entity.size);
}

Entity read_number(std::string_view text) {
  Entity entity;
  std::size_t at = 2;
  int base = 10;
  if (at < text.size() && (text[at] == 'x' || text[at] == 'X')) {
    base = 16;
    ++at;
  }
  const std::size_t digits = at;
  std::uint32_t c = 0;
  for (; at < text.size() && digit_of(text[at], base) >= 0; ++at) {
    if (c <= 0x10FFFF) {
      c = c * static_cast<std::uint32_t>(base) +
          static_cast<std::uint32_t>(digit_of(text[at], base));
    }
  }
  if (at == digits) return entity;
  if (at < text.size() && text[at] == ';') ++at;
  if (c >= 0x80 && c <= 0x9F && kWindows1252[c - 0x80] != 0) c = kWindows1252[c - 0x80];
  if (c == 0 || c > 0x10FFFF || U_IS_SURROGATE(c)) c = 0xFFFD;
  entity.bytes = at;
  put(c, entity);
  return entity;
}

// Finds the longest name of the table at the beginning of the text: "&notit" is "¬it".
Entity read_name(std::string_view text, EntityPlace place) {
  Entity entity;
  const ReferenceName name = longest_reference_name(text.substr(1, kMaxNameBytes));
  if (name.bytes == 0) return entity;
  entity.bytes = 1 + name.bytes;
  const bool closed = text[entity.bytes - 1] == ';';
  if (place == EntityPlace::kAttribute && !closed && entity.bytes < text.size() &&
      (text[entity.bytes] == '=' || is_alphanumeric(text[entity.bytes]))) {
    return {};
  }
  for (std::size_t i = 0; i < name.count; ++i) put(name.characters[i], entity);
  return entity;
}

}  // namespace

Entity read_entity(std::string_view text, EntityPlace place) {
  if (text.size() < 3) return {};
  return text[1] == '#' ? read_number(text) : read_name(text, place);
}

std::string decode_entities(std::string_view text, EntityPlace place) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t next = std::min(text.find('&', at), text.size());
    out.append(text, at, next - at);
    at = next;
    if (at == text.size()) break;
    const Entity entity = read_entity(text.substr(at), place);
    out.append(entity.bytes > 0 ? entity.text() : text.substr(at, 1));
    at += entity.bytes > 0 ? entity.bytes : 1;
  }
  return out;
}

}  // namespace despin::read
