// Converts a record that a Reader returned to a document.
#include <string>
#include <utility>

#include "despin/reader.h"
#include "lib/base/guard.h"
#include "lib/read/encoding.h"
#include "lib/read/http.h"
#include "lib/read/record_documents.h"
#include "lib/text/ascii.h"
#include "lib/text/utf8.h"

namespace despin {
inline namespace v1 {
namespace {

Result<Document> of_json(const RawRecord& raw, const RecordFields& fields) {
  auto record = read_record(raw.bytes, fields);
  if (!record) return record.error();
  Document document;
  document.text = std::move(record->text);
  document.title = std::move(record->title);
  document.url = std::move(record->url);
  document.date = std::move(record->date);
  document.id = std::move(record->id);
  document.encoding = "UTF-8";
  document.replaced_bytes = record->replaced_bytes;
  return document;
}

// The cells of a row are in one charset, which the table shows, else its text.
Result<Document> of_row(const RawRecord& raw) {
  Document document;
  document.encoding = "UTF-8";
  std::string_view charset = read::charset_of(raw.content_type);
  std::string detected;
  const std::pair<const std::string*, std::string*> cells[] = {{&raw.bytes, &document.text},
                                                               {&raw.id, &document.id},
                                                               {&raw.url, &document.url},
                                                               {&raw.title, &document.title},
                                                               {&raw.date, &document.date}};
  for (const auto& [cell, field] : cells) {
    if (text::survey_utf8(*cell).bad_byte == text::kNoBadByte) {
      *field = *cell;
      continue;
    }
    auto converted = read::to_utf8(*cell, charset, read::Malformed::kReplace);
    if (!converted) return converted.error();
    *field = std::move(converted->text);
    document.replaced_bytes += converted->replaced;
    document.encoding = converted->encoding;
    detected = converted->encoding;
    charset = detected;
  }
  return document;
}

Result<Document> of_payload(std::string_view payload, const RawRecord& raw) {
  auto document =
      read::document_at(raw.url, payload, {.name = raw.name, .content_type = raw.content_type});
  if (document) document->id = raw.id;
  return document;
}

}  // namespace

static Result<Document> read_unguarded(const RawRecord& record, const RecordFields& fields) {
  switch (record.kind) {
    case RecordKind::kJsonLine:
      return of_json(record, fields);
    case RecordKind::kRow:
      return of_row(record);
    case RecordKind::kEntry:
      return read::document_of_entry(record.bytes, read::charset_of(record.content_type));
    case RecordKind::kWiki:
      return read::document_of_wiki_page(record.bytes, read::charset_of(record.content_type));
    case RecordKind::kMail:
      return read::document_of_mail(record.bytes);
    case RecordKind::kHttp: {
      const bool html = text::find_ascii(record.content_type, "html") != std::string::npos;
      const auto body = read::http_body(record.bytes, html ? kMaxPageBytes : kMaxTextFileBytes);
      if (!body) return body.error();
      return of_payload(*body, record);
    }
    default:
      return of_payload(record.bytes, record);
  }
}

// An error says the line of its record, if that has one.
template <class T>
static Result<T> located(Result<T> result, const RawRecord& record) {
  if (result || result.error().line > 0) return result;
  Error error = std::move(result).error();
  error.line = record.place.line;
  return error;
}

Result<Document> read_document(const RawRecord& record, const RecordFields& fields) {
  return located(base::guarded([&] { return read_unguarded(record, fields); }), record);
}

static Result<Record> record_unguarded(const RawRecord& record, const RecordFields& fields) {
  if (record.kind == RecordKind::kJsonLine) return read_record(record.bytes, fields);
  if (record.kind != RecordKind::kRow) {
    return Error{ErrorCode::kUnsupported,
                 "no labeled data; expected JSON lines or a table with the fields text and label"};
  }
  auto document = of_row(record);
  if (!document) return document.error();
  Record row;
  row.id = std::move(document->id);
  row.text = std::move(document->text);
  row.url = std::move(document->url);
  row.title = std::move(document->title);
  row.date = std::move(document->date);
  row.label = record.label;
  row.kind = record.label_kind;
  if (!record.label_source.empty()) row.sources.push_back(record.label_source);
  row.replaced_bytes = document->replaced_bytes;
  return row;
}

Result<Record> read_record(const RawRecord& record, const RecordFields& fields) {
  return located(base::guarded([&] { return record_unguarded(record, fields); }), record);
}

}  // namespace v1
}  // namespace despin
