// lib/read/content_encoding.h - the encodings of HTTP undone: gzip, deflate, br, zstd.
//
//   auto page = undo_encoding(body, "br", kMaxPageBytes);
//
// Threads  Stateless.
// Memory   At most `limit` bytes and the window of the encoding (br and zstd: 16 MiB).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "despin/result.h"

namespace despin::read {

// Bytes that are not in the encoding named are given back as they are: crawlers undo an
// encoding and leave its name. Bytes that end too soon give what they hold.
// Errors: kBadInput (unknown or corrupt), kTooLarge (more than `limit` once undone).
Result<std::string> undo_encoding(std::string_view bytes, std::string_view encoding,
                                  std::size_t limit);

}  // namespace despin::read
