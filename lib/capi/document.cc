#include "despin/document.h"

#include "despin/reader.h"
#include "lib/capi/border.h"
#include "lib/capi/handles.h"
#include "lib/capi/options.h"

namespace {

despin_read_options default_read_options() {
  despin_read_options options = {};
  options.struct_size = sizeof options;
  return options;
}

}  // namespace

using despin::Result;
namespace capi = despin::capi;
using capi::string_of;

despin_document::despin_document(despin::Document read) : document(std::move(read)) {
  input_map.reserve(document.input_map.size());
  for (const despin::InputRun& run : document.input_map) {
    input_map.push_back({capi::span_of(run.text), capi::span_of(run.input)});
  }
  data.struct_size = sizeof data;
  data.kind = static_cast<std::int32_t>(document.kind);
  data.text_from = static_cast<std::int32_t>(document.text_from);
  data.text = string_of(document.text);
  data.title = string_of(document.title);
  data.author = string_of(document.author);
  data.url = string_of(document.url);
  data.canonical_url = string_of(document.canonical_url);
  data.date = string_of(document.date);
  data.language = string_of(document.language);
  data.encoding = string_of(document.encoding);
  data.id = string_of(document.id);
  data.replaced_bytes = document.replaced_bytes;
  data.flattened = document.omissions.flattened;
  data.omitted_attributes = document.omissions.attributes;
  data.unhidden = document.omissions.unhidden;
  capi::put_list(input_map, data.input_map, data.input_run_count);
}

void despin_read_options_init(despin_read_options* options, size_t struct_size) {
  capi::init_struct(options, struct_size, default_read_options());
}

despin_code despin_document_read(const void* bytes, size_t size, const despin_read_options* options,
                                 despin_document** out, despin_error* error) {
  return capi::make(out, error, [&]() -> Result<std::unique_ptr<despin_document>> {
    if (capi::has_no_bytes(bytes, size)) return capi::missing("bytes");
    const auto how = capi::read_struct(options, default_read_options(), "options");
    if (!how) return how.error();
    if (capi::has_no_bytes(how->name.data, how->name.size) ||
        capi::has_no_bytes(how->content_type.data, how->content_type.size)) {
      return capi::missing("options.name or content_type");
    }
    auto read = despin::read_document(capi::view(static_cast<const char*>(bytes), size),
                                      {capi::view(how->name), capi::view(how->content_type)});
    if (!read) return read.error();
    return std::make_unique<despin_document>(std::move(*read));
  });
}

const despin_document_data* despin_document_get(const despin_document* document) {
  return document == nullptr ? nullptr : &document->data;
}

despin_code despin_document_input_span(const despin_document* document, uint32_t begin_byte,
                                       uint32_t end_byte, despin_span* input, despin_error* error) {
  if (input != nullptr) *input = {0, 0};
  return capi::bordered(error, [&]() -> Result<void> {
    if (document == nullptr) return capi::missing("document");
    if (input == nullptr) return capi::missing("input");
    if (begin_byte > end_byte || end_byte > document->document.text.size()) {
      return despin::Error{despin::ErrorCode::kBadInput,
                           "a span outside the document's text; expected begin <= end <= its size; "
                           "take spans of a report on this text"};
    }
    *input = capi::span_of(input_span(document->document, {begin_byte, end_byte}));
    return {};
  });
}

void despin_document_free(despin_document* document) { delete document; }
