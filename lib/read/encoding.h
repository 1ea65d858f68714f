// lib/read/encoding.h - detects the encoding of bytes and converts them to UTF-8.
//
//   auto text = read::to_utf8(bytes, "windows-1252", Malformed::kRefuse);
//
// Threads  Stateless.
// Errors   kBadInput: binary, or text with an unknown charset label (ignored in a page).
//          kUnsupported: a container that is known and not read. kBadUtf8: names the first bad byte
//          of more than one in a hundred. kTooLarge: more than kMaxTextFileBytes after conversion.
// Cost     O(bytes).
// Method   Byte order mark; UTF-16 by its zero bytes; UTF-8 if all bytes are valid, because
//          non-ASCII text that is valid UTF-8 by chance is far rarer than text that was converted
//          and still declares its old charset; the declared charset; ICU's detector if its
//          confidence is high.
#pragma once

#include <string_view>

#include "despin/result.h"
#include "lib/read/conversion.h"

namespace despin::read {

// How to treat malformed sequences in text that claims to be UTF-8, if there are few: as U+FFFD,
// counted. What a page declares is often false.
enum class Malformed {
  kRefuse,   // return an Error if the charset is unknown
  kReplace,  // ignore an unknown charset
};

// `label` is the declared charset, or empty.
Result<Utf8Text> to_utf8(std::string_view bytes, std::string_view label, Malformed malformed);

// The value of charset= in a Content-Type or similar field; empty if absent.
std::string_view charset_of(std::string_view content_type);

// The charset declared by a <meta> or XML declaration at the beginning of a page; empty if none.
std::string_view declared_charset(std::string_view page);

}  // namespace despin::read
