// lib/capi/text_column.h - the texts of an Arrow array, read where they are.
//
//   auto column = TextColumn::view(array, schema, "text");
//   if (!column->is_null(row)) auto text = column->text(row);
//
// Takes utf8, large_utf8, utf8_view and the like types of binary, a dictionary of one of them, the
// type of nulls alone, and a field of such a type in a struct.
//
// Threads  Immutable; views the array, which must stay.
// Errors   kBadInput: another type, an array that contradicts its schema. What an array does not
//          say, as how many bytes a buffer has, is the producer's to keep.
// Method   Arrow Columnar Format 1.5 and Arrow C Data Interface.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "despin/despin.h"
#include "despin/result.h"

namespace despin::capi {

class TextColumn {
 public:
  // `field` names a field of a struct; empty: the array itself holds texts.
  static Result<TextColumn> view(const ArrowArray& array, const ArrowSchema& schema,
                                 std::string_view field);

  // Whether arrays of this type have texts; as view(), before there is an array.
  static Result<void> check_type(const ArrowSchema& schema, std::string_view field);

  std::int64_t size() const { return size_; }
  // REQUIRES: row < size(), here and below.
  bool is_null(std::int64_t row) const;
  // Errors: kBadInput (offsets that descend, or lie outside a buffer of known size).
  // REQUIRES: not is_null(row).
  Result<std::string_view> text(std::int64_t row) const;

 private:
  enum class Kind { kUtf8, kLargeUtf8, kView, kNull };

  // An array without a dictionary, from `begin` on.
  struct Plain {
    Kind kind = Kind::kNull;
    const std::uint8_t* validity = nullptr;
    const void* const* buffers = nullptr;
    std::int64_t begin = 0;
    std::int64_t size = 0;
    std::int64_t n_buffers = 0;
  };
  // Which entry of a dictionary a row is.
  struct Indices {
    char format = 0;  // as in ArrowSchema; 0: no dictionary
    const std::uint8_t* validity = nullptr;
    const void* values = nullptr;
    std::int64_t begin = 0;
  };

  static std::optional<Kind> kind_of(std::string_view format);
  // REQUIRES: of a type that was checked, here and below.
  static Result<Plain> plain(const ArrowArray& array, const ArrowSchema& schema);
  static Result<std::string_view> plain_text(const Plain& plain, std::int64_t row);
  static Result<std::string_view> view_text(const Plain& plain, std::int64_t row);
  Result<void> take_texts(const ArrowArray& array, const ArrowSchema& schema);
  std::int64_t index(std::int64_t row) const;

  std::int64_t size_ = 0;
  const std::uint8_t* rows_validity_ = nullptr;  // of the struct
  std::int64_t rows_begin_ = 0;
  Indices indices_;
  Plain texts_;
};

}  // namespace despin::capi
