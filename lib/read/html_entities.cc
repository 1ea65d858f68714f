#include "lib/read/html_entities.h"

#include <myhtml/charef.h>
#include <unicode/utf8.h>

#include <array>
#include <cstdint>

namespace despin::read {
namespace {

// Longest name: "CounterClockwiseContourIntegral;".
constexpr std::size_t kMaxNameBytes = 40;

// Numbers 0x80 to 0x9F mean what windows-1252 has there; 0 where it has nothing.
constexpr std::array<std::uint16_t, 32> kWindows1252{
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

int digit_of(char c, int base) {
  if (c >= '0' && c <= '9') return c - '0';
  if (base == 16 && c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (base == 16 && c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

void put(std::uint32_t c, Entity& entity) {
  auto* out = reinterpret_cast<std::uint8_t*>(entity.utf8);
  U8_APPEND_UNSAFE(out, entity.size, c);
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

// The longest name in the table that the text goes on with; "&notit" is "¬it".
Entity read_name(std::string_view text, EntityPlace place) {
  Entity entity;
  const charef_entry_t* const table = myhtml_charef_get_first_position('\0');
  const charef_entry_t* found = nullptr;
  const charef_entry_t* entry = table + static_cast<unsigned char>(text[1]);
  if (entry->ch == 0) return entity;
  text = text.substr(0, kMaxNameBytes);
  std::size_t at = 2;
  for (;;) {
    if (entry->codepoints_len > 0) {
      found = entry;
      entity.bytes = at;
    }
    if (entry->next == 0 || at >= text.size()) break;
    entry = table + entry->next;
    const auto c = static_cast<unsigned char>(text[at]);
    while (entry->ch != 0 && entry->ch < c) ++entry;
    if (entry->ch != c) break;
    ++at;
  }
  if (found == nullptr) return {};
  const bool closed = text[entity.bytes - 1] == ';';
  if (place == EntityPlace::kAttribute && !closed && entity.bytes < text.size() &&
      (text[entity.bytes] == '=' || is_alphanumeric(text[entity.bytes]))) {
    return {};
  }
  for (std::size_t i = 0; i < found->codepoints_len && i < 2; ++i) {
    put(static_cast<std::uint32_t>(found->codepoints[i]), entity);
  }
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
