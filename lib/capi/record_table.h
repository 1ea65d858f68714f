// lib/capi/record_table.h - records of a Reader as rows of an Arrow table, and such rows as records
// again.
//
//   RecordTable table;
//   table.add(record);                                  // or table.add(record, error)
//   auto ok = table.give(&array);
//
//   auto columns = RecordColumns::view(array, schema);
//   auto read = columns->row(i);                        // its error is that of the reader
//
// The columns are in despin/despin.h; a table that is read may lack all but `bytes`, and may have
// others.
//
// Threads  A table that is written serves one thread; columns are immutable and view the array.
// Errors   kBadInput: an array that contradicts its schema, a column of another type, a value that
//          no record has.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "despin/document.h"
#include "despin/result.h"
#include "lib/capi/arrow_node.h"
#include "lib/capi/text_column.h"

namespace despin::capi {

class RecordTable {
 public:
  RecordTable();
  void add(const RawRecord& record);
  // One that could not be read: of `record` its place and name count.
  void add(const RawRecord& record, const Error& error);
  void give_schema(ArrowSchema* out) const { ArrowNode::give_schema(rows_, out); }
  // Errors: kTooLarge (offsets have 32 bits). Nothing is left in the table.
  Result<void> give(ArrowArray* out);

 private:
  void add_place(const RawRecord& record);

  ArrowNode rows_;
};

// Integers that are not negative; nulls and nothing are 0.
class NumberColumn {
 public:
  NumberColumn() = default;  // of nothing
  static Result<NumberColumn> view(const ArrowArray& array, const ArrowSchema& schema,
                                   std::int64_t place);
  Result<std::uint64_t> number(std::int64_t row) const;

 private:
  char format_ = 'n';
  const std::uint8_t* validity_ = nullptr;
  const void* values_ = nullptr;
  std::int64_t begin_ = 0;
};

// A record, or what is known of one that could not be read.
struct RecordRow {
  RawRecord record;
  std::optional<Error> error;
};

class RecordColumns {
 public:
  static Result<RecordColumns> view(const ArrowArray& array, const ArrowSchema& schema);

  std::int64_t size() const { return bytes_->size(); }
  // Whether there is nothing to be scanned: neither bytes nor an error.
  // REQUIRES: row < size(), here and below.
  bool is_null(std::int64_t row) const;
  Result<RecordRow> row(std::int64_t row) const;

 private:
  using Text = std::optional<TextColumn>;
  Result<std::string> value(const Text& column, std::int64_t row) const;

  Text kind_, input_, bytes_, id_, url_, title_, date_, content_type_, error_, error_code_;
  NumberColumn number_, byte_, line_;
};

}  // namespace despin::capi
