// Records of a file, labeled ones among them, and the files behind names.
#include "despin/reader.h"

#include "lib/capi/border.h"
#include "lib/capi/handles.h"
#include "lib/capi/options.h"

struct despin_record {
  despin::RawRecord record;
  despin_record_data data = {};
};

struct despin_labeled_record {
  explicit despin_labeled_record(despin::Record read);
  despin_labeled_record(const despin_labeled_record&) = delete;  // `data` points into it
  despin_labeled_record& operator=(const despin_labeled_record&) = delete;

  despin::Record record;
  std::vector<despin_labeled_swap> substitutions;
  std::vector<despin_string> sources;
  despin_labeled_record_data data = {};
};

struct despin_walk {
  despin::InputWalk walk;
  std::string path;
};

using despin::Result;
namespace capi = despin::capi;
using capi::string_of;

namespace {

void fill(despin_record& record) {
  const despin::RawRecord& raw = record.record;
  record.data = {sizeof record.data,
                 static_cast<std::int32_t>(raw.kind),
                 0,
                 {raw.place.number, raw.place.byte, raw.place.line},
                 string_of(raw.bytes),
                 string_of(raw.id),
                 string_of(raw.url),
                 string_of(raw.title),
                 string_of(raw.date),
                 string_of(raw.name),
                 string_of(raw.content_type)};
}

Result<std::unique_ptr<despin_labeled_record>> handle_of(Result<despin::Record> read) {
  if (!read) return read.error();
  return std::make_unique<despin_labeled_record>(std::move(*read));
}

}  // namespace

despin_labeled_record::despin_labeled_record(despin::Record read) : record(std::move(read)) {
  for (const despin::LabeledSwap& swap : record.substitutions) {
    substitutions.push_back({string_of(swap.written), string_of(swap.meant)});
  }
  for (const std::string& source : record.sources) sources.push_back(string_of(source));
  data = {sizeof data,
          string_of(record.id),
          string_of(record.text),
          string_of(record.url),
          string_of(record.title),
          string_of(record.date),
          string_of(record.label),
          string_of(record.kind),
          substitutions.data(),
          substitutions.size(),
          record.replaced_bytes,
          sources.data(),
          sources.size()};
}

despin_code despin_reader_open(const char* path, const despin_reader_options* options,
                               despin_reader** out, despin_error* error) {
  return capi::make(out, error, [&]() -> Result<std::unique_ptr<despin_reader>> {
    if (path == nullptr) return capi::missing("path");
    const auto how = capi::reader_options_of(options);
    if (!how) return how.error();
    auto opened = despin::Reader::open(path, *how);
    if (!opened) return opened.error();
    return std::unique_ptr<despin_reader>(new despin_reader{std::move(*opened), {}, false});
  });
}

despin_code despin_record_new(despin_record** out, despin_error* error) {
  return capi::make(out, error, []() -> Result<std::unique_ptr<despin_record>> {
    auto record = std::make_unique<despin_record>();
    fill(*record);
    return record;
  });
}

despin_code despin_reader_next(despin_reader* reader, despin_record* record, int32_t* more,
                               despin_error* error) {
  if (more != nullptr) *more = 0;
  const auto code = capi::bordered(error, [&]() -> Result<void> {
    if (reader == nullptr) return capi::missing("reader");
    if (record == nullptr) return capi::missing("record");
    if (more == nullptr) return capi::missing("more");
    const auto read = reader->reader.next(record->record);
    if (!read) return read.error();
    *more = *read ? 1 : 0;
    return {};
  });
  if (record != nullptr) fill(*record);  // on errors, too: its place says which record is meant
  return code;
}

despin_code despin_reader_resume_at(despin_reader* reader, const despin_record_place* place,
                                    despin_error* error) {
  return capi::bordered(error, [&]() -> Result<void> {
    if (reader == nullptr) return capi::missing("reader");
    if (place == nullptr) return capi::missing("place");
    return reader->reader.resume_at({place->number, place->byte, place->line});
  });
}

despin_code despin_reader_get_counts(const despin_reader* reader, despin_reader_counts* counts,
                                     despin_error* error) {
  return capi::bordered(error, [&]() -> Result<void> {
    if (reader == nullptr) return capi::missing("reader");
    if (counts == nullptr) return capi::missing("counts");
    if (auto ok = capi::read_struct(counts, despin_reader_counts{}, "counts"); !ok) {
      return ok.error();
    }
    const despin::ReaderCounts now = reader->reader.counts();
    capi::init_struct(
        counts, counts->struct_size,
        despin_reader_counts{0, now.records, now.corrupt, now.skipped, now.ignored_bytes,
                             reader->reader.bytes_read(), reader->reader.bytes_total()});
    return {};
  });
}

void despin_reader_free(despin_reader* reader) { delete reader; }

const despin_record_data* despin_record_get(const despin_record* record) {
  return record == nullptr ? nullptr : &record->data;
}

despin_code despin_record_read_document(const despin_record* record,
                                        const despin_reader_options* options, despin_document** out,
                                        despin_error* error) {
  return capi::make(out, error, [&]() -> Result<std::unique_ptr<despin_document>> {
    if (record == nullptr) return capi::missing("record");
    const auto how = capi::reader_options_of(options);
    if (!how) return how.error();
    auto read = despin::read_document(record->record, how->fields);
    if (!read) return read.error();
    return std::make_unique<despin_document>(std::move(*read));
  });
}

void despin_record_free(despin_record* record) { delete record; }

despin_code despin_record_read_labeled(const despin_record* record,
                                       const despin_reader_options* options,
                                       despin_labeled_record** out, despin_error* error) {
  return capi::make(out, error, [&]() -> Result<std::unique_ptr<despin_labeled_record>> {
    if (record == nullptr) return capi::missing("record");
    const auto how = capi::reader_options_of(options);
    if (!how) return how.error();
    return handle_of(despin::read_record(record->record, how->fields));
  });
}

despin_code despin_json_line_read_labeled(const char* line, size_t size,
                                          const despin_reader_options* options,
                                          despin_labeled_record** out, despin_error* error) {
  return capi::make(out, error, [&]() -> Result<std::unique_ptr<despin_labeled_record>> {
    if (capi::has_no_bytes(line, size)) return capi::missing("line");
    const auto how = capi::reader_options_of(options);
    if (!how) return how.error();
    return handle_of(despin::read_record(capi::view(line, size), how->fields));
  });
}

const despin_labeled_record_data* despin_labeled_record_get(const despin_labeled_record* record) {
  return record == nullptr ? nullptr : &record->data;
}

void despin_labeled_record_free(despin_labeled_record* record) { delete record; }

despin_code despin_walk_new(const char* const* names, size_t count, int32_t all_files,
                            despin_walk** out, despin_error* error) {
  return capi::make(out, error, [&]() -> Result<std::unique_ptr<despin_walk>> {
    if (capi::has_no_bytes(names, count)) return capi::missing("names");
    std::vector<std::string> copies;
    for (std::size_t i = 0; i < count; ++i) {
      if (names[i] == nullptr) return capi::missing("names[]");
      copies.emplace_back(names[i]);
    }
    return std::unique_ptr<despin_walk>(new despin_walk{
        despin::InputWalk(std::move(copies), {.all_files = all_files != 0}), std::string()});
  });
}

despin_code despin_walk_next(despin_walk* walk, despin_string* path, int32_t* more,
                             despin_error* error) {
  if (more != nullptr) *more = 0;
  if (path != nullptr) *path = string_of("");
  return capi::bordered(error, [&]() -> Result<void> {
    if (walk == nullptr) return capi::missing("walk");
    if (path == nullptr) return capi::missing("path");
    if (more == nullptr) return capi::missing("more");
    const auto next = walk->walk.next(walk->path);
    *path = string_of(walk->path);
    if (!next) return next.error();
    *more = *next ? 1 : 0;
    return {};
  });
}

uint64_t despin_walk_left_out(const despin_walk* walk) {
  return walk == nullptr ? 0 : walk->walk.left_out().files;
}

void despin_walk_free(despin_walk* walk) { delete walk; }
