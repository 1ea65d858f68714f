#include "lib/capi/text_column.h"

#include <string>

#include "lib/capi/arrow_view.h"

namespace despin::capi {
namespace {

constexpr std::string_view kExpected =
    "expected utf8 (u), large_utf8 (U), utf8_view (vu), binary (z, Z, vz), a dictionary of one of "
    "them, or a struct with such a field, named by options.column; cast the column";

bool is_index(std::string_view format) {
  return format.size() == 1 && std::string_view("cCsSiIlL").find(format[0]) != format.npos;
}

// Which child of a struct it is; 0 for an array of texts.
Result<std::int64_t> place_of(const ArrowSchema& schema, std::string_view field) {
  if (!is_struct(schema)) {
    if (field.empty()) return 0;
    return Error{ErrorCode::kBadInput,
                 "a column is named, and the array is no struct; " + std::string(kExpected)};
  }
  const auto place = find_field(schema, field);
  if (!place || *place != kNoField) return place;
  return Error{ErrorCode::kBadInput, "a struct of " + std::to_string(schema.n_children) +
                                         " fields, none of them of that name; " +
                                         std::string(kExpected)};
}

}  // namespace

std::optional<TextColumn::Kind> TextColumn::kind_of(std::string_view format) {
  if (format == "u" || format == "z") return Kind::kUtf8;
  if (format == "U" || format == "Z") return Kind::kLargeUtf8;
  if (format == "vu" || format == "vz") return Kind::kView;
  if (format == "n") return Kind::kNull;
  return std::nullopt;
}

Result<void> TextColumn::check_type(const ArrowSchema& schema, std::string_view field) {
  if (auto ok = check_schema(schema); !ok) return ok;
  const auto place = place_of(schema, field);
  if (!place) return place.error();
  const ArrowSchema* texts = is_struct(schema) ? schema.children[*place] : &schema;
  if (auto ok = check_schema(*texts); !ok) return ok;
  if (texts->dictionary != nullptr) {
    if (!is_index(texts->format)) return wrong_array("with indices that are no integers");
    texts = texts->dictionary;
    if (auto ok = check_schema(*texts); !ok) return ok;
  }
  if (kind_of(texts->format)) return {};
  return Error{ErrorCode::kBadInput, "a column of another type; " + std::string(kExpected)};
}

Result<TextColumn> TextColumn::view(const ArrowArray& array, const ArrowSchema& schema,
                                    std::string_view field) {
  if (auto ok = check_type(schema, field); !ok) return ok.error();
  if (auto ok = check_array(array, schema); !ok) return ok.error();
  TextColumn column;
  column.size_ = array.length;
  if (!is_struct(schema)) {
    if (auto ok = column.take_texts(array, schema); !ok) return ok.error();
    return column;
  }
  const std::int64_t place = *place_of(schema, field);
  if (auto ok = check_child(array, schema, place); !ok) return ok.error();
  const ArrowArray* texts = array.children[place];
  column.rows_validity_ = validity_of(array);
  column.rows_begin_ = array.offset;
  if (auto ok = column.take_texts(*texts, *schema.children[place]); !ok) return ok.error();
  return column;
}

// REQUIRES: array and type were checked.
Result<void> TextColumn::take_texts(const ArrowArray& array, const ArrowSchema& schema) {
  if (schema.dictionary == nullptr) {
    auto texts = plain(array, schema);
    if (!texts) return texts.error();
    texts_ = *texts;
    return {};
  }
  if (array.dictionary == nullptr || array.n_buffers != 2) {
    return wrong_array("without its dictionary, or with another number of buffers");
  }
  if (array.length > 0 && array.buffers[1] == nullptr) return wrong_array("without its indices");
  indices_ = {schema.format[0], validity_of(array), array.buffers[1], array.offset};
  if (auto ok = check_array(*array.dictionary, *schema.dictionary); !ok) return ok;
  auto texts = plain(*array.dictionary, *schema.dictionary);
  if (!texts) return texts.error();
  texts_ = *texts;
  return {};
}

Result<TextColumn::Plain> TextColumn::plain(const ArrowArray& array, const ArrowSchema& schema) {
  Plain texts{
      *kind_of(schema.format), validity_of(array), array.buffers, array.offset, array.length,
      array.n_buffers};
  if (texts.kind == Kind::kNull) return texts;
  const bool is_view = texts.kind == Kind::kView;
  if (is_view ? array.n_buffers < 3 : array.n_buffers != 3) {
    return wrong_array("with another number of buffers than its type has");
  }
  if (array.length > 0 && array.buffers[1] == nullptr)
    return wrong_array("without offsets or views");
  if (is_view && array.n_buffers > 3 && array.buffers[array.n_buffers - 1] == nullptr) {
    return wrong_array("without the sizes of its buffers");
  }
  return texts;
}

std::int64_t TextColumn::index(std::int64_t row) const {
  const std::int64_t at = indices_.begin + row;
  switch (indices_.format) {
    case 'c':
      return value_at<std::int8_t>(indices_.values, at);
    case 'C':
      return value_at<std::uint8_t>(indices_.values, at);
    case 's':
      return value_at<std::int16_t>(indices_.values, at);
    case 'S':
      return value_at<std::uint16_t>(indices_.values, at);
    case 'i':
      return value_at<std::int32_t>(indices_.values, at);
    case 'I':
      return value_at<std::uint32_t>(indices_.values, at);
    default:  // 'L' beyond 2^63 is out of any dictionary, and negative here
      return value_at<std::int64_t>(indices_.values, at);
  }
}

bool TextColumn::is_null(std::int64_t row) const {
  row += rows_begin_;
  if (!bit(rows_validity_, row)) return true;
  if (indices_.format != 0) {
    if (!bit(indices_.validity, indices_.begin + row)) return true;
    row = index(row);
    if (row < 0 || row >= texts_.size) return false;  // text() says what is wrong
  }
  return texts_.kind == Kind::kNull || !bit(texts_.validity, texts_.begin + row);
}

Result<std::string_view> TextColumn::text(std::int64_t row) const {
  row += rows_begin_;
  if (indices_.format != 0) {
    row = index(row);
    if (row < 0 || row >= texts_.size) return wrong_array("with an index beyond its dictionary");
  }
  return texts_.kind == Kind::kView ? view_text(texts_, texts_.begin + row)
                                    : plain_text(texts_, texts_.begin + row);
}

Result<std::string_view> TextColumn::plain_text(const Plain& plain, std::int64_t row) {
  const bool large = plain.kind == Kind::kLargeUtf8;
  const void* offsets = plain.buffers[1];
  const std::int64_t begin =
      large ? value_at<std::int64_t>(offsets, row) : value_at<std::int32_t>(offsets, row);
  const std::int64_t end =
      large ? value_at<std::int64_t>(offsets, row + 1) : value_at<std::int32_t>(offsets, row + 1);
  if (begin < 0 || end < begin) return wrong_array("with offsets that descend");
  if (begin == end) return std::string_view();
  const char* bytes = static_cast<const char*>(plain.buffers[2]);
  if (bytes == nullptr) return wrong_array("without the bytes of its texts");
  return std::string_view(bytes + begin, static_cast<std::size_t>(end - begin));
}

// Sixteen bytes: the size, then the text itself up to twelve bytes, or its first four, which buffer
// holds it, and where.
Result<std::string_view> TextColumn::view_text(const Plain& plain, std::int64_t row) {
  const char* entry = static_cast<const char*>(plain.buffers[1]) + row * 16;
  const std::int64_t size = value_at<std::int32_t>(entry, 0);
  if (size < 0) return wrong_array("with a view of negative size");
  if (size <= 12) return std::string_view(entry + 4, static_cast<std::size_t>(size));
  const std::int64_t buffer = value_at<std::int32_t>(entry, 2);
  const std::int64_t begin = value_at<std::int32_t>(entry, 3);
  const std::int64_t buffers = plain.n_buffers - 3;
  if (buffer < 0 || buffer >= buffers || plain.buffers[2 + buffer] == nullptr) {
    return wrong_array("with a view of a buffer that is not there");
  }
  const auto bytes = value_at<std::int64_t>(plain.buffers[plain.n_buffers - 1], buffer);
  if (begin < 0 || begin + size > bytes) return wrong_array("with a view beyond its buffer");
  return std::string_view(static_cast<const char*>(plain.buffers[2 + buffer]) + begin,
                          static_cast<std::size_t>(size));
}

}  // namespace despin::capi
