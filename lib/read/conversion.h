// lib/read/conversion.h - converts bytes of a known charset to UTF-8 and records where each
// character came from.
//
//   auto text = read::convert(bytes, *charset_of_label("koi8-r"), 0);
//
// Threads  Stateless.
// Errors   kTooLarge: more than kMaxTextFileBytes after conversion.
// Memory   The text, and 16 bytes per run. A run is a stretch of ASCII, one other character, or all
//          of a UTF-16 text. Beyond kMaxConversionRuns the rest is one run.
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
  // Maps the text to the bytes; empty if they are the same.
  std::vector<InputRun> runs;
  std::size_t replaced = 0;  // malformed sequences, each U+FFFD
};

// Replaces what cannot be converted by U+FFFD. `bytes` start after the first `skipped` bytes of the
// input; the runs refer to the input.
Result<Utf8Text> convert(std::string_view bytes, const Charset& charset, std::size_t skipped);

// Repairs UTF-8 with at most `max_bad` malformed sequences, each replaced by U+FFFD; nullopt if
// there are more.
std::optional<Utf8Text> repair_utf8(std::string_view bytes, std::size_t skipped,
                                    std::size_t max_bad);

}  // namespace despin::read
