// Any bytes under any declared charset: valid UTF-8 whose map stays within both, or an Error.
#include <unicode/utf8.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "lib/read/encoding.h"

namespace {

void check_map(const despin::read::Utf8Text& text, std::size_t input_bytes) {
  std::uint32_t behind = 0;
  for (const despin::InputRun& run : text.runs) {
    if (run.text.begin_byte < behind || run.text.end_byte <= run.text.begin_byte) std::abort();
    if (run.input.end_byte <= run.input.begin_byte) std::abort();
    if (run.text.end_byte > text.text.size() || run.input.end_byte > input_bytes) std::abort();
    behind = run.text.end_byte;
  }
}

}  // namespace

// The first line is the declared charset.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using despin::read::Malformed;
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::size_t line = bytes.find('\n');
  const std::string_view label = line == bytes.npos ? std::string_view() : bytes.substr(0, line);
  if (line != bytes.npos) bytes.remove_prefix(line + 1);
  for (const Malformed malformed : {Malformed::kRefuse, Malformed::kReplace}) {
    const auto text = despin::read::to_utf8(bytes, label, malformed);
    if (!text) {
      if (text.error().message.empty()) std::abort();
      continue;
    }
    if (text->encoding.empty()) std::abort();
    check_map(*text, bytes.size());
    const auto* s = reinterpret_cast<const std::uint8_t*>(text->text.data());
    for (std::size_t at = 0; at < text->text.size();) {
      UChar32 c = 0;
      U8_NEXT(s, at, text->text.size(), c);
      if (c < 0) std::abort();
    }
  }
  const std::string_view declared = despin::read::declared_charset(bytes);
  return declared.size() > bytes.size() ? 1 : 0;
}
