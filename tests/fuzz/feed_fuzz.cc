// Any bytes as an entry of a feed, in UTF-8: a Document or an Error.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "lib/read/record_documents.h"
#include "lib/text/utf8.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto document = despin::read::document_of_entry(bytes, {});
  if (!document && document.error().message.empty()) std::abort();
  if (document && despin::text::survey_utf8(document->text).bad_byte != despin::text::kNoBadByte) {
    std::abort();
  }
  return 0;
}
