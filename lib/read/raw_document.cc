// Converts a record that a Reader returned to a document.
#include <string>
#include <utility>

#include "despin/reader.h"
#include "lib/base/guard.h"
#include "lib/read/http.h"
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
  return document;
}

Result<Document> of_row(const RawRecord& raw) {
  for (const std::string* field : {&raw.bytes, &raw.id, &raw.url, &raw.title, &raw.date}) {
    const std::size_t bad = text::survey_utf8(*field).bad_byte;
    if (bad != text::kNoBadByte) {
      return Error{ErrorCode::kBadUtf8, "byte " + std::to_string(bad) +
                                            " of a field is not UTF-8; expected the table saved "
                                            "as UTF-8"};
    }
  }
  Document document;
  document.text = raw.bytes;
  document.title = raw.title;
  document.url = raw.url;
  document.date = raw.date;
  document.id = raw.id;
  document.encoding = "UTF-8";
  return document;
}

Result<Document> of_payload(std::string_view payload, const RawRecord& raw) {
  auto document = read_document(payload, {.name = raw.name, .content_type = raw.content_type});
  if (!document) return document;
  document->id = raw.id;
  if (document->url.empty()) document->url = raw.url;
  return document;
}

}  // namespace

static Result<Document> read_unguarded(const RawRecord& record, const RecordFields& fields) {
  switch (record.kind) {
    case RecordKind::kJsonLine:
      return of_json(record, fields);
    case RecordKind::kRow:
      return of_row(record);
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

Result<Document> read_document(const RawRecord& record, const RecordFields& fields) {
  return base::guarded([&] { return read_unguarded(record, fields); });
}

}  // namespace v1
}  // namespace despin
