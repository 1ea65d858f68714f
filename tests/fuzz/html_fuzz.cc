// Any bytes as a page or a text file: a document of valid UTF-8, or an Error.
#include <unicode/utf8.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "despin/reader.h"
#include "tests/fuzz/mutate_html.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (const std::string_view name : {"page.html", "page.txt", ""}) {
    const auto document = despin::read_document(bytes, {.name = name, .content_type = {}});
    if (!document) {
      if (document.error().message.empty()) std::abort();
      continue;
    }
    if (document->text.empty()) std::abort();
    const auto* text = reinterpret_cast<const std::uint8_t*>(document->text.data());
    const std::size_t end = document->text.size();
    for (std::size_t at = 0; at < end;) {
      UChar32 c = 0;
      U8_NEXT(text, at, end, c);
      if (c < 0) std::abort();
    }
  }
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most, unsigned seed) {
  return despin::fuzz::mutate(data, size, most, seed, despin::fuzz::mutate_html);
}
