// lib/read/http.h - parses HTTP responses as web archives store them: head, then body.
//
//   const HttpHead head = parse_http_head(bytes);
//   if (head.size > 0 && head.status / 100 == 2) ...
//   auto body = http_body(bytes, kMaxPageBytes);   // decodes chunks and encodings
//
// Threads  Stateless.
// Method   RFC 9110 and 9112, parsed as leniently as by browsers.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "despin/result.h"

namespace despin::read {

// Longer heads are rejected.
inline constexpr std::size_t kMaxHead = std::size_t{64} << 10;

// Length of the head at the beginning of `bytes`, including its blank line; 0 if it does not end
// within `bytes`. Used for heads of WARC and of HTTP.
std::size_t head_size(std::string_view bytes);

// Removes the next "Name: value" from `lines`; false at the end. A line without a colon gives an
// empty name.
bool next_field(std::string_view& lines, std::string_view& name, std::string_view& value);

// Views into the bytes that were parsed.
struct HttpHead {
  std::size_t size = 0;  // where the body begins; 0 if the bytes are not a response
  int status = 0;
  std::string_view content_type;
  std::string_view content_encoding;
  bool chunked = false;
};

HttpHead parse_http_head(std::string_view bytes);

// The decoded body of a response. Declared encodings that were already undone when the archive was
// written are detected and ignored; a truncated body gives what can be decoded. Errors: kBadInput
// (no head, an unknown or corrupt encoding), kTooLarge (more than `limit` decoded).
Result<std::string> http_body(std::string_view bytes, std::size_t limit);

}  // namespace despin::read
