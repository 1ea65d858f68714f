// Any bytes as a server's response: a body within its limit and a document of valid UTF-8, or
// an Error.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "despin/reader.h"
#include "lib/read/http.h"
#include "lib/text/utf8.h"
#include "tests/fuzz/mutate_http.h"

namespace {

void expect(bool holds) {
  if (!holds) std::abort();
}

bool within(std::string_view part, std::string_view whole) {
  return part.empty() ||
         (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace despin;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const read::HttpHead head = read::parse_http_head(bytes);
  expect(head.size <= size);
  expect(within(head.content_type, bytes) && within(head.content_encoding, bytes));

  for (const std::size_t limit : {std::size_t{100}, kMaxPageBytes}) {
    const auto body = read::http_body(bytes, limit);
    expect(body ? body->size() <= limit : !body.error().message.empty());
    expect(head.size > 0 || !body);
  }

  RawRecord record;
  record.kind = RecordKind::kHttp;
  record.bytes = bytes;
  for (const std::string_view type : {"text/html", "text/plain", ""}) {
    record.content_type = type;
    const auto document = read_document(record);
    if (!document) {
      expect(!document.error().message.empty());
      continue;
    }
    expect(!document->text.empty());
    expect(text::survey_utf8(document->text).bad_byte == text::kNoBadByte);
    for (const InputRun& run : document->input_map) {
      expect(run.text.end_byte <= document->text.size());
    }
  }
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most, unsigned seed) {
  return despin::fuzz::mutate(data, size, most, seed, despin::fuzz::mutate_http);
}
