// lib/read/content_encoding.h - decodes HTTP content encodings: gzip, deflate, br, zstd.
//
//   auto page = undo_encoding(body, "br", kMaxPageBytes);
//
// Threads  Stateless.
// Memory   At most `limit` bytes plus the window of the encoding (br and zstd: 16 MiB).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "despin/result.h"

namespace despin::read {

// Bytes that are not in the named encoding are returned unchanged: crawlers decode a body and keep
// the header. Truncated input gives what can be decoded. Errors: kBadInput (unknown encoding or
// corrupt bytes), kTooLarge (more than `limit` decoded).
Result<std::string> undo_encoding(std::string_view bytes, std::string_view encoding,
                                  std::size_t limit);

}  // namespace despin::read
