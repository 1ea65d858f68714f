#include "lib/capi/scan_table.h"

#include <utility>

#include "lib/capi/report_table.h"
#include "lib/text/utf8.h"

namespace despin::capi {
namespace {

// Behind the columns of a report, in the order of despin/despin.h.
enum ScanColumn : std::size_t {
  kScanInput,
  kScanNumber,
  kScanByte,
  kScanId,
  kScanUrl,
  kScanTitle,
  kScanAuthor,
  kScanDate,
  kScanDeclaredLanguage,
  kScanSources,
  kScanRecord,
  kScanText,
  kScanColumns,
};

std::size_t first_column() {
  static const std::size_t columns = report_columns().size();
  return columns;
}

std::vector<ArrowNode> scan_columns() {
  std::vector<ArrowNode> columns = report_columns();
  const ArrowNode passages(
      "+l", "passages",
      {ArrowNode("+s", "item", {ArrowNode("I", "begin_byte"), ArrowNode("I", "end_byte")})});
  const ArrowNode source("+s", "item",
                         {ArrowNode("u", "id"), ArrowNode("u", "url"), ArrowNode("u", "title"),
                          ArrowNode("u", "date"), ArrowNode("g", "score"), ArrowNode("g", "copied"),
                          ArrowNode("g", "swapped"), ArrowNode("u", "verdict"), passages});
  for (ArrowNode& column : std::vector<ArrowNode>{
           ArrowNode("u", "input"), ArrowNode("l", "number"), ArrowNode("l", "byte"),
           ArrowNode("u", "id"), ArrowNode("u", "url"), ArrowNode("u", "title"),
           ArrowNode("u", "author"), ArrowNode("u", "date"), ArrowNode("u", "declared_language"),
           ArrowNode("+l", "sources", {source}), ArrowNode("u", "record"),
           ArrowNode("u", "text")}) {
    columns.push_back(std::move(column));
  }
  return columns;
}

// Consumers trust that utf8 is UTF-8, and an id out of a file, or a path, may not be.
void put_text(std::string_view text, ArrowNode& column) {
  if (text::survey_utf8(text).bad_byte == text::kNoBadByte) return column.put(text);
  std::string good;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t begin = i;
    if (text::next_checked_character(text, i) == text::kNoCharacter) {
      good += "\xEF\xBF\xBD";
    } else {
      good += text.substr(begin, i - begin);
    }
  }
  column.put(std::string_view(good));
}

// A null where nothing is known.
void put_known(std::string_view text, ArrowNode& column) {
  if (text.empty()) return column.put_null();
  put_text(text, column);
}

void put_source(const SourceMatch& source, ArrowNode& item) {
  put_text(source.id, item.child(0));
  put_known(source.url, item.child(1));
  put_known(source.title, item.child(2));
  put_known(source.date, item.child(3));
  item.child(4).put(source.score);
  item.child(5).put(source.copied);
  item.child(6).put(source.swapped);
  item.child(7).put(name_of(source.relation));
  ArrowNode& passages = item.child(8);
  for (const ByteSpan& passage : source.passages) {
    passages.child(0).child(0).put(passage.begin_byte);
    passages.child(0).child(1).put(passage.end_byte);
    passages.child(0).close_row();
  }
  passages.close_row();
  item.close_row();
}

}  // namespace

ScanTable::ScanTable() : rows_("+s", "", scan_columns()) {}

void ScanTable::add(const ScannedRow& row) {
  if (row.error) {
    put_report_error(*row.error, rows_);
  } else {
    put_report(row.report, rows_);
  }
  const auto column = [&](ScanColumn which) -> ArrowNode& {
    return rows_.child(first_column() + which);
  };
  put_text(row.input, column(kScanInput));
  if (row.place.number > 0) {
    column(kScanNumber).put(static_cast<std::int64_t>(row.place.number));
    column(kScanByte).put(static_cast<std::int64_t>(row.place.byte));
  } else {
    column(kScanNumber).put_null();
    column(kScanByte).put_null();
  }
  put_known(row.id, column(kScanId));
  put_known(row.url, column(kScanUrl));
  put_known(row.title, column(kScanTitle));
  put_known(row.author, column(kScanAuthor));
  put_known(row.date, column(kScanDate));
  put_known(row.language, column(kScanDeclaredLanguage));
  if (row.sources) {
    for (const SourceMatch& source : *row.sources) {
      put_source(source, column(kScanSources).child(0));
    }
    column(kScanSources).close_row();
  } else {
    column(kScanSources).put_null();
  }
  column(kScanRecord).put(std::string_view(row.record));
  if (row.text) {
    put_text(*row.text, column(kScanText));
  } else {
    column(kScanText).put_null();
  }
  rows_.close_row();
}

void ScanTable::add_null() {
  put_no_report(rows_);
  for (std::size_t i = 0; i < kScanColumns; ++i) rows_.child(first_column() + i).put_null();
  rows_.close_row();
}

Result<void> ScanTable::give(ArrowArray* out) { return give_rows(std::move(rows_), out); }

}  // namespace despin::capi
