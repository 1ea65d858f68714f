// lib/read/encoding.h - bytes of unknown encoding to UTF-8.
//
//   auto text = read::to_utf8(bytes, "windows-1252", Malformed::kRefuse);
//
// Threads  Stateless.
// Errors   kBadInput: binary, or a charset nobody knows. kBadUtf8: names the first bad
//          byte. kTooLarge: more than kMaxTextFileBytes after conversion.
// Cost     O(bytes).
// Method   Byte order mark, then the declared charset, then UTF-8, then ICU's detector,
//          trusted only where it is sure of a Western single-byte charset.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "despin/reader.h"
#include "despin/result.h"

namespace despin::read {

// What to do with stray bytes in text that claims to be UTF-8.
enum class Malformed {
  kRefuse,   // an Error
  kReplace,  // U+FFFD, as browsers do, if they are few
};

struct Utf8Text {
  std::string text;
  std::string encoding;
  // Where the text stands in the bytes; empty where it is the bytes.
  std::vector<InputRun> runs;
};

// `charset` is the declared one or empty.
Result<Utf8Text> to_utf8(std::string_view bytes, std::string_view charset, Malformed malformed);

// Puts U+FFFD in place of whatever is not UTF-8; returns how often.
std::size_t replace_bad_utf8(std::string& text);

// The value of charset= in a Content-Type or the like; empty if there is none.
std::string_view charset_of(std::string_view content_type);

// The charset a page declares in a <meta> within its first 1,024 bytes; empty if none.
std::string_view declared_charset(std::string_view page);

}  // namespace despin::read
