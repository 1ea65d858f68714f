// lib/read/encoding.h - bytes of unknown encoding to UTF-8.
//
//   auto text = read::to_utf8(bytes, "windows-1252", Malformed::kRefuse);
//
// Threads  Stateless.
// Errors   kBadInput: binary, or text in a charset nobody knows (in a page it counts as
//          none). kBadUtf8: names the first bad byte. kTooLarge: more than kMaxTextFileBytes
//          after conversion.
// Cost     O(bytes).
// Method   Byte order mark; UTF-16 by its zeros; UTF-8 if all bytes are, for text beyond ASCII
//          that is UTF-8 by chance is rarer by far than one that was converted and still
//          declares its old charset; the declared charset; ICU's detector where it is sure.
#pragma once

#include <string_view>

#include "despin/result.h"
#include "lib/read/conversion.h"

namespace despin::read {

// What to do with stray bytes in text that claims to be UTF-8.
enum class Malformed {
  kRefuse,   // an Error
  kReplace,  // U+FFFD, as browsers do, if they are few
};

// `label` is the declared charset or empty.
Result<Utf8Text> to_utf8(std::string_view bytes, std::string_view label, Malformed malformed);

// The value of charset= in a Content-Type or the like; empty if there is none.
std::string_view charset_of(std::string_view content_type);

// The charset a page declares in a <meta> or XML declaration at its begin; empty if none.
std::string_view declared_charset(std::string_view page);

}  // namespace despin::read
