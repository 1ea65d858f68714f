// lib/read/lines.h - finds the end of the next line of a stream, and what ended it.
//
//   const RawLine line = find_line(stream);
//   if (line.end == RawLineEnd::kNewline) use(stream.ahead().substr(0, line.size));
//   stream.consume(line.size + 1);
//
// Threads  As for the stream.
// Memory   The stream holds the line: at most kMaxTextFileBytes plus one fill.
#pragma once

#include <cstddef>
#include <cstdint>

#include "lib/read/stream.h"

namespace despin::read {

enum class RawLineEnd : std::uint8_t {
  kNewline,
  kInput,    // end of input; the last line may be empty
  kCorrupt,  // corruption; the rest of the line may be lost
  kTooLong,  // more than kMaxTextFileBytes; size is 0
};

struct RawLine {
  std::size_t size;  // of stream.ahead(), without the newline
  RawLineEnd end;
};

// Fills the stream up to the end of the line; consumes nothing.
RawLine find_line(Stream& stream);

}  // namespace despin::read
