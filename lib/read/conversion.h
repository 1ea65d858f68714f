// lib/read/conversion.h - bytes of a known charset to UTF-8, and where each character stood.
//
//   auto text = read::convert(bytes, *charset_of_label("koi8-r"), 0);
//
// Threads  Stateless.
// Errors   kTooLarge: more than kMaxTextFileBytes after conversion.
// Memory   The text, and 16 bytes a run: a stretch of ASCII, or one other character; all of
//          UTF-16. Beyond kMaxConversionRuns the rest is one run.
// Cost     O(bytes).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "despin/reader.h"
#include "despin/result.h"
#include "lib/read/charset_labels.h"

namespace despin::read {

inline constexpr std::size_t kMaxConversionRuns = std::size_t{2} << 20;

struct Utf8Text {
  std::string text;
  std::string encoding;
  // Where the text stands in the bytes; empty where it is the bytes.
  std::vector<InputRun> runs;
};

// What cannot be converted becomes U+FFFD. `bytes` follow the first `skipped` of the
// input, to which the runs point.
Result<Utf8Text> convert(std::string_view bytes, const Charset& charset, std::size_t skipped);

// Text that is UTF-8 but for at most `max_bad` stretches, each of which becomes U+FFFD;
// nothing if there are more.
std::optional<Utf8Text> repair_utf8(std::string_view bytes, std::size_t skipped,
                                    std::size_t max_bad);

}  // namespace despin::read
