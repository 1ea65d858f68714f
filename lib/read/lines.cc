#include "lib/read/lines.h"

#include <algorithm>
#include <string_view>

#include "despin/reader.h"

namespace despin::read {

RawLine find_line(Stream& stream) {
  for (std::size_t seen = 0;;) {
    const std::string_view ahead = stream.ahead();
    const std::size_t end = ahead.find('\n', seen);
    if (std::min(end, ahead.size()) > kMaxTextFileBytes) return {0, RawLineEnd::kTooLong};
    if (end != ahead.npos) return {end, RawLineEnd::kNewline};
    seen = ahead.size();
    const Fill filled = stream.fill();
    if (filled == Fill::kEnd) return {seen, RawLineEnd::kInput};
    if (filled == Fill::kCorrupt) return {seen, RawLineEnd::kCorrupt};
  }
}

}  // namespace despin::read
