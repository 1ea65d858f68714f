#include "lib/capi/record_table.h"

#include <array>
#include <utility>

#include "lib/capi/arrow_view.h"
#include "lib/capi/report_table.h"

namespace despin::capi {
namespace {

// By RecordKind.
constexpr std::array<std::string_view, 7> kKinds = {"bytes", "http", "json_line", "row",
                                                    "entry", "wiki", "mail"};

enum RecordColumn : std::size_t {
  kRecordKind,
  kRecordInput,
  kRecordNumber,
  kRecordByte,
  kRecordLine,
  kRecordBytes,
  kRecordId,
  kRecordUrl,
  kRecordTitle,
  kRecordDate,
  kRecordContentType,
  kRecordError,
  kRecordErrorCode,
};

std::vector<ArrowNode> record_columns() {
  return {ArrowNode("u", "kind"),      ArrowNode("z", "input"),        ArrowNode("l", "number"),
          ArrowNode("l", "byte"),      ArrowNode("l", "line"),         ArrowNode("z", "bytes"),
          ArrowNode("z", "id"),        ArrowNode("z", "url"),          ArrowNode("z", "title"),
          ArrowNode("z", "date"),      ArrowNode("z", "content_type"), ArrowNode("u", "error"),
          ArrowNode("u", "error_code")};
}

Error wrong_value(std::string_view column, std::string_view expected) {
  return {ErrorCode::kBadInput, "a value in the column " + std::string(column) +
                                    " that no record has; expected " + std::string(expected)};
}

Result<RecordKind> kind_of(std::string_view name) {
  for (std::size_t i = 0; i < kKinds.size(); ++i) {
    if (name == kKinds[i]) return static_cast<RecordKind>(i);
  }
  return wrong_value("kind", "bytes, http, json_line, row, entry, wiki or mail");
}

Result<ErrorCode> code_of(std::string_view name) {
  for (int code = 1; code <= static_cast<int>(ErrorCode::kUnsupported); ++code) {
    if (error_code_name(static_cast<ErrorCode>(code)) == name) return static_cast<ErrorCode>(code);
  }
  return wrong_value("error_code", "the name of an error code");
}

}  // namespace

RecordTable::RecordTable() : rows_("+s", "", record_columns()) {}

void RecordTable::add_place(const RawRecord& record) {
  rows_.child(kRecordKind).put(kKinds[static_cast<std::size_t>(record.kind)]);
  rows_.child(kRecordInput).put(std::string_view(record.name));
  rows_.child(kRecordNumber).put(static_cast<std::int64_t>(record.place.number));
  rows_.child(kRecordByte).put(static_cast<std::int64_t>(record.place.byte));
  rows_.child(kRecordLine).put(static_cast<std::int64_t>(record.place.line));
}

void RecordTable::add(const RawRecord& record) {
  add_place(record);
  rows_.child(kRecordBytes).put(std::string_view(record.bytes));
  rows_.child(kRecordId).put(std::string_view(record.id));
  rows_.child(kRecordUrl).put(std::string_view(record.url));
  rows_.child(kRecordTitle).put(std::string_view(record.title));
  rows_.child(kRecordDate).put(std::string_view(record.date));
  rows_.child(kRecordContentType).put(std::string_view(record.content_type));
  rows_.child(kRecordError).put_null();
  rows_.child(kRecordErrorCode).put_null();
  rows_.close_row();
}

void RecordTable::add(const RawRecord& record, const Error& error) {
  add_place(record);
  rows_.child(kRecordBytes).put_null();
  rows_.child(kRecordId).put(std::string_view(record.id));
  rows_.child(kRecordUrl).put(std::string_view(record.url));
  for (const RecordColumn column : {kRecordTitle, kRecordDate, kRecordContentType})
    rows_.child(column).put_null();
  rows_.child(kRecordError).put(std::string_view(error.message));
  rows_.child(kRecordErrorCode).put(std::string_view(error_code_name(error.code)));
  rows_.close_row();
}

Result<void> RecordTable::give(ArrowArray* out) { return give_rows(std::move(rows_), out); }

Result<NumberColumn> NumberColumn::view(const ArrowArray& array, const ArrowSchema& schema,
                                        std::int64_t place) {
  NumberColumn column;
  if (auto ok = check_child(array, schema, place); !ok) return ok.error();
  const ArrowArray& child = *array.children[place];
  const std::string_view format = schema.children[place]->format;
  if (format == "n") return column;
  if (format.size() != 1 || std::string_view("iIlL").find(format[0]) == format.npos) {
    return Error{ErrorCode::kBadInput,
                 "a column of numbers of another type; expected int32, uint32, int64 or uint64 "
                 "(i, I, l, L); cast the column"};
  }
  if (child.n_buffers != 2 || (child.length > 0 && child.buffers[1] == nullptr)) {
    return wrong_array("without its numbers");
  }
  column.format_ = format[0];
  column.validity_ = validity_of(child);
  column.values_ = child.buffers[1];
  column.begin_ = array.offset + child.offset;
  return column;
}

Result<std::uint64_t> NumberColumn::number(std::int64_t row) const {
  row += begin_;
  if (format_ == 'n' || !bit(validity_, row)) return std::uint64_t{0};
  const std::int64_t value = format_ == 'i'   ? value_at<std::int32_t>(values_, row)
                             : format_ == 'I' ? value_at<std::uint32_t>(values_, row)
                                              : value_at<std::int64_t>(values_, row);
  if (value < 0) return wrong_value("number, byte or line", "0 to 2^63");
  return static_cast<std::uint64_t>(value);
}

Result<RecordColumns> RecordColumns::view(const ArrowArray& array, const ArrowSchema& schema) {
  if (auto ok = check_array(array, schema); !ok) return ok.error();
  if (!is_struct(schema)) {
    return Error{ErrorCode::kBadInput,
                 "an array that is no table; expected a struct (+s) with a column bytes"};
  }
  RecordColumns columns;
  const std::pair<const char*, Text*> texts[] = {
      {"kind", &columns.kind_},   {"input", &columns.input_},
      {"bytes", &columns.bytes_}, {"id", &columns.id_},
      {"url", &columns.url_},     {"title", &columns.title_},
      {"date", &columns.date_},   {"content_type", &columns.content_type_},
      {"error", &columns.error_}, {"error_code", &columns.error_code_}};
  for (const auto& [name, column] : texts) {
    const auto place = find_field(schema, name);
    if (!place) return place.error();
    if (*place == kNoField) continue;
    auto found = TextColumn::view(array, schema, name);
    if (!found) return found.error();
    *column = *found;
  }
  const std::pair<const char*, NumberColumn*> numbers[] = {
      {"number", &columns.number_}, {"byte", &columns.byte_}, {"line", &columns.line_}};
  for (const auto& [name, column] : numbers) {
    const auto place = find_field(schema, name);
    if (!place) return place.error();
    if (*place == kNoField) continue;
    const auto found = NumberColumn::view(array, schema, *place);
    if (!found) return found.error();
    *column = *found;
  }
  if (!columns.bytes_) {
    return Error{ErrorCode::kBadInput,
                 "a table without a column bytes; expected what each record holds there"};
  }
  return columns;
}

bool RecordColumns::is_null(std::int64_t row) const {
  return bytes_->is_null(row) && (!error_code_ || error_code_->is_null(row));
}

// Nothing for a null, and for a column that is not there.
Result<std::string> RecordColumns::value(const Text& column, std::int64_t row) const {
  if (!column || column->is_null(row)) return std::string();
  const auto text = column->text(row);
  if (!text) return text.error();
  return std::string(*text);
}

Result<RecordRow> RecordColumns::row(std::int64_t row) const {
  RecordRow item;
  RawRecord& record = item.record;
  std::string kind;
  std::string message;
  std::string code;
  const std::pair<const Text*, std::string*> texts[] = {
      {&kind_, &kind},          {&input_, &record.name},
      {&bytes_, &record.bytes}, {&id_, &record.id},
      {&url_, &record.url},     {&title_, &record.title},
      {&date_, &record.date},   {&content_type_, &record.content_type},
      {&error_, &message},      {&error_code_, &code}};
  for (const auto& [column, field] : texts) {
    auto found = value(*column, row);
    if (!found) return found.error();
    *field = std::move(*found);
  }
  const std::pair<const NumberColumn*, std::uint64_t*> numbers[] = {
      {&number_, &record.place.number}, {&byte_, &record.place.byte}, {&line_, &record.place.line}};
  for (const auto& [column, field] : numbers) {
    const auto found = column->number(row);
    if (!found) return found.error();
    *field = *found;
  }
  const auto known = kind.empty() ? Result<RecordKind>(RecordKind::kRow) : kind_of(kind);
  if (!known) return known.error();
  record.kind = *known;
  if (code.empty()) return item;
  const auto named = code_of(code);
  if (!named) return named.error();
  item.error = Error{*named, std::move(message)};
  item.error->line = record.place.line;
  return item;
}

}  // namespace despin::capi
