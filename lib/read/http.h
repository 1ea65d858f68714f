// lib/read/http.h - a response of a server as archives keep it: head, then body.
//
//   const HttpHead head = parse_http_head(bytes);
//   if (head.size > 0 && head.status / 100 == 2) ...
//   auto body = http_body(bytes, kMaxPageBytes);   // chunks and encodings undone
//
// Threads  Stateless.
// Method   RFC 9110 and 9112, read as leniently as browsers do.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "despin/result.h"

namespace despin::read {

// Larger heads are none.
inline constexpr std::size_t kMaxHead = std::size_t{64} << 10;

// Bytes of a head at the beginning of `bytes`, its blank line included; 0 if it does not
// end within `bytes`. For the heads of WARC and HTTP alike.
std::size_t head_size(std::string_view bytes);

// Takes the next "Name: value" off `lines`; false at the end. A line without a colon has
// an empty name.
bool next_field(std::string_view& lines, std::string_view& name, std::string_view& value);

// Views into the bytes it was parsed from.
struct HttpHead {
  std::size_t size = 0;  // where the body begins; 0 if the bytes are no response
  int status = 0;
  std::string_view content_type;
  std::string_view content_encoding;
  bool chunked = false;
};

HttpHead parse_http_head(std::string_view bytes);

// The body of a response as its page has it. Encodings that are said but were undone when
// the archive was written are seen and left; what a cut body gives is taken.
// Errors: kBadInput (no head, an unknown or corrupt encoding), kTooLarge (beyond `limit`
// once undone).
Result<std::string> http_body(std::string_view bytes, std::size_t limit);

}  // namespace despin::read
