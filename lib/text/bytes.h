// lib/text/bytes.h - classes of the bytes of plain text (lib/text/plain.h).
//
//   if (is(c, kWordByte)) ...
//
// Bytes 1 to 8 represent punctuation outside ASCII, so that every mark is one byte to the scanner.
// Cost  One table of 256 entries, built by the compiler.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace despin::text {

// Codes of punctuation outside ASCII. Plain text has no control characters of the caller's.
inline constexpr char kLeftSingle = '\x01';
inline constexpr char kRightSingle = '\x02';  // also the curly apostrophe
inline constexpr char kLeftDouble = '\x03';
inline constexpr char kRightDouble = '\x04';
inline constexpr char kEnDash = '\x05';
inline constexpr char kEmDash = '\x06';
inline constexpr char kEllipsis = '\x07';
inline constexpr char kBullet = '\x08';

enum ByteClass : std::uint8_t {
  kUpperByte = 1,
  kLowerByte = 2,
  kDigitByte = 4,
  kHighByte = 8,  // part of a non-ASCII character
  kSpaceByte = 16,
  kHintByte = 32,  // may make its token a name or an address
  kEdgeByte = 64,  // ends a name or an address, as a space does
};
inline constexpr unsigned kLetterByte = kUpperByte | kLowerByte | kHighByte;
inline constexpr unsigned kWordByte = kLetterByte | kDigitByte;

inline constexpr std::array<std::uint8_t, 256> kByteClasses = [] {
  std::array<std::uint8_t, 256> table{};
  for (std::size_t c = 'A'; c <= 'Z'; ++c) table[c] = kUpperByte;
  for (std::size_t c = 'a'; c <= 'z'; ++c) table[c] = kLowerByte;
  for (std::size_t c = '0'; c <= '9'; ++c) table[c] = kDigitByte;
  for (std::size_t c = 0x80; c <= 0xFF; ++c) table[c] = kHighByte;
  for (char c : std::string_view(" \t\n\v\f\r")) {
    table[static_cast<unsigned char>(c)] = kSpaceByte | kEdgeByte;
  }
  for (char c : std::string_view("_@/\\:.(=")) table[static_cast<unsigned char>(c)] = kHintByte;
  for (char c : std::string_view("\"`|<>\x03\x04\x05\x06\x07\x08")) {
    table[static_cast<unsigned char>(c)] = kEdgeByte;
  }
  return table;
}();

constexpr unsigned byte_class(char c) { return kByteClasses[static_cast<unsigned char>(c)]; }
constexpr bool is(char c, unsigned classes) { return (byte_class(c) & classes) != 0; }
constexpr bool is_apostrophe(char c) { return c == '\'' || c == kRightSingle || c == kLeftSingle; }

// The byte at `i`, or a space beyond either end: the rules for words and sentences treat the ends
// of a text as spaces.
constexpr char at(std::string_view text, std::size_t i) { return i < text.size() ? text[i] : ' '; }

}  // namespace despin::text
