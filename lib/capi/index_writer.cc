#include "despin/index_writer.h"

#include "lib/capi/border.h"
#include "lib/capi/options.h"

struct despin_index_writer {
  despin::IndexWriter writer;
};

using despin::Result;
namespace capi = despin::capi;

namespace {

despin_writer_options default_writer_options() {
  const despin::WriterOptions options;
  return {sizeof(despin_writer_options), options.memory_bytes, options.automatic_merge ? 1 : 0, 0};
}

despin_source_document default_source_document() {
  despin_source_document document = {};
  document.struct_size = sizeof document;
  return document;
}

using Put = Result<bool> (despin::IndexWriter::*)(const despin::SourceDocument&,
                                                  const despin::Limits&);
despin_code put(Put call, despin_index_writer* writer, const despin_source_document* document,
                const despin_limits* limits, int32_t* done, despin_error* error) {
  if (done != nullptr) *done = 0;
  return capi::bordered(error, [&]() -> Result<void> {
    if (writer == nullptr) return capi::missing("writer");
    if (document == nullptr) return capi::missing("document");
    const auto read = capi::read_struct(document, default_source_document(), "document");
    if (!read) return read.error();
    for (const despin_string& field : {read->id, read->url, read->title, read->date, read->text}) {
      if (capi::has_no_bytes(field.data, field.size)) return capi::missing("a field of document");
    }
    const auto bounds = capi::limits_of(limits);
    if (!bounds) return bounds.error();
    const auto result = (writer->writer.*call)(
        {capi::view(read->id), capi::view(read->url), capi::view(read->title),
         capi::view(read->date), capi::view(read->text)},
        *bounds);
    if (!result) return result.error();
    if (done != nullptr) *done = *result ? 1 : 0;
    return {};
  });
}

using ById = Result<bool> (despin::IndexWriter::*)(std::string_view);
despin_code by_id(ById call, despin_index_writer* writer, const char* id, size_t id_size,
                  int32_t* done, despin_error* error) {
  if (done != nullptr) *done = 0;
  return capi::bordered(error, [&]() -> Result<void> {
    if (writer == nullptr) return capi::missing("writer");
    if (capi::has_no_bytes(id, id_size)) return capi::missing("id");
    const auto result = (writer->writer.*call)(capi::view(id, id_size));
    if (!result) return result.error();
    if (done != nullptr) *done = *result ? 1 : 0;
    return {};
  });
}

}  // namespace

void despin_writer_options_init(despin_writer_options* options, size_t struct_size) {
  capi::init_struct(options, struct_size, default_writer_options());
}

void despin_source_document_init(despin_source_document* document, size_t struct_size) {
  capi::init_struct(document, struct_size, default_source_document());
}

despin_code despin_index_writer_open(const char* folder, const despin_writer_options* options,
                                     despin_index_writer** out, despin_error* error) {
  return capi::make(out, error, [&]() -> Result<std::unique_ptr<despin_index_writer>> {
    if (folder == nullptr) return capi::missing("folder");
    const auto how = capi::read_struct(options, default_writer_options(), "options");
    if (!how) return how.error();
    auto opened = despin::IndexWriter::open(folder, {how->memory_bytes, how->automatic_merge != 0});
    if (!opened) return opened.error();
    return std::unique_ptr<despin_index_writer>(new despin_index_writer{std::move(*opened)});
  });
}

despin_code despin_index_writer_add(despin_index_writer* writer,
                                    const despin_source_document* document,
                                    const despin_limits* limits, int32_t* added,
                                    despin_error* error) {
  return put(&despin::IndexWriter::add, writer, document, limits, added, error);
}

despin_code despin_index_writer_replace(despin_index_writer* writer,
                                        const despin_source_document* document,
                                        const despin_limits* limits, int32_t* replaced,
                                        despin_error* error) {
  return put(&despin::IndexWriter::replace, writer, document, limits, replaced, error);
}

despin_code despin_index_writer_remove(despin_index_writer* writer, const char* id, size_t id_size,
                                       int32_t* removed, despin_error* error) {
  return by_id(&despin::IndexWriter::remove, writer, id, id_size, removed, error);
}

despin_code despin_index_writer_contains(despin_index_writer* writer, const char* id,
                                         size_t id_size, int32_t* contained, despin_error* error) {
  return by_id(&despin::IndexWriter::contains, writer, id, id_size, contained, error);
}

despin_code despin_index_writer_commit(despin_index_writer* writer, despin_error* error) {
  return capi::bordered(error, [&]() -> Result<void> {
    if (writer == nullptr) return capi::missing("writer");
    return writer->writer.commit();
  });
}

despin_code despin_index_writer_merge(despin_index_writer* writer, despin_progress progress,
                                      void* context, const despin_limits* limits,
                                      despin_error* error) {
  return capi::bordered(error, [&]() -> Result<void> {
    if (writer == nullptr) return capi::missing("writer");
    const auto bounds = capi::limits_of(limits);
    if (!bounds) return bounds.error();
    return writer->writer.merge(capi::progress_of(progress, context), *bounds);
  });
}

uint64_t despin_index_writer_documents(const despin_index_writer* writer) {
  return writer == nullptr ? 0 : writer->writer.documents();
}

void despin_index_writer_free(despin_index_writer* writer) { delete writer; }
