// Any bytes as the markup of a wiki, and as a page of a dump: text no longer than the markup by
// more than entities may add, or an Error.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "lib/read/record_documents.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (despin::read::wiki_text(bytes).size() > 3 * size + 3) std::abort();
  const auto page = despin::read::document_of_wiki_page(bytes, {});
  if (!page && page.error().message.empty()) std::abort();
  return 0;
}
