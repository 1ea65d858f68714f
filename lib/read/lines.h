// lib/read/lines.h - where the next line of a stream ends, and why there.
//
//   const RawLine line = find_line(stream);
//   if (line.end == RawLineEnd::kNewline) use(stream.ahead().substr(0, line.size));
//   stream.consume(line.size + 1);
//
// Threads  As the stream.
// Memory   The stream holds the line: at most kMaxTextFileBytes and what a fill brings.
#pragma once

#include <cstddef>
#include <cstdint>

#include "lib/read/stream.h"

namespace despin::read {

enum class RawLineEnd : std::uint8_t {
  kNewline,
  kInput,    // the last line, which may be empty
  kCorrupt,  // the rest of the line may be lost
  kTooLong,  // more than kMaxTextFileBytes; size is 0
};

struct RawLine {
  std::size_t size;  // of stream.ahead(), without the newline
  RawLineEnd end;
};

// Fills the stream up to the end of the line; consumes nothing.
RawLine find_line(Stream& stream);

}  // namespace despin::read
