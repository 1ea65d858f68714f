// What is in an index, document by document, and a copy of it.
#include "lib/capi/border.h"
#include "lib/capi/handles.h"

using despin::Result;
namespace capi = despin::capi;

namespace {

// Views into `document`.
despin_indexed_document view_of(const despin::IndexedDocument& document) {
  return {capi::string_of(document.id),
          capi::string_of(document.url),
          capi::string_of(document.title),
          capi::string_of(document.date),
          document.words,
          capi::string_of(document.segment)};
}

}  // namespace

struct despin_held_document {
  explicit despin_held_document(despin::IndexedDocument found) : document(std::move(found)) {
    terms.reserve(document.terms.size());
    for (const std::string& term : document.terms) terms.push_back(capi::string_of(term));
    data = {sizeof data, view_of(document), terms.data(), terms.size()};
  }
  despin_held_document(const despin_held_document&) = delete;  // `data` points into it
  despin_held_document& operator=(const despin_held_document&) = delete;

  const despin::IndexedDocument document;
  std::vector<despin_string> terms;
  despin_held_document_data data = {};
};

despin_code despin_index_list(const despin_index* index, despin_take_document take, void* context,
                              despin_error* error) {
  return capi::bordered(error, [&]() -> Result<void> {
    if (index == nullptr) return capi::missing("index");
    if (take == nullptr) return capi::missing("take");
    return index->index.for_each_document([&](const despin::IndexedDocument& document) {
      const despin_indexed_document view = view_of(document);
      return take(context, &view) == 0;
    });
  });
}

despin_code despin_index_find(const despin_index* index, const char* id, size_t id_size,
                              despin_held_document** out, despin_error* error) {
  return capi::make(out, error, [&]() -> Result<std::unique_ptr<despin_held_document>> {
    if (index == nullptr) return capi::missing("index");
    if (capi::has_no_bytes(id, id_size)) return capi::missing("id");
    auto found = index->index.find_document(capi::view(id, id_size));
    if (!found) return found.error();
    if (!found->has_value()) return std::unique_ptr<despin_held_document>();
    return std::make_unique<despin_held_document>(**std::move(found));
  });
}

const despin_held_document_data* despin_held_document_get(const despin_held_document* document) {
  return document == nullptr ? nullptr : &document->data;
}

void despin_held_document_free(despin_held_document* document) { delete document; }

despin_code despin_index_snapshot(const char* folder, const char* to, despin_error* error) {
  return capi::bordered(error, [&]() -> Result<void> {
    if (folder == nullptr) return capi::missing("folder");
    if (to == nullptr) return capi::missing("to");
    const auto made = despin::snapshot_index(folder, to);
    if (!made) return made.error();
    return {};
  });
}
