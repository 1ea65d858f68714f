// Tables: CSV after RFC 4180 with any separator, and TSV, where a quote counts only if it is
// closed.
#include <algorithm>
#include <array>
#include <vector>

#include "lib/read/encoding.h"
#include "lib/read/record_format.h"
#include "lib/text/ascii.h"
#include "lib/text/utf8.h"

namespace despin::read {
namespace {

enum class RowEnd { kNewline, kInput, kCorrupt, kTooLarge, kBadQuote, kOpenQuote };

// Names that are plain words: others might be text, which a message never quotes.
bool is_plain_name(std::string_view name) {
  constexpr std::size_t kMaxName = 24;
  return !name.empty() && name.size() <= kMaxName &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return text::is_ascii_letter(c) || text::is_ascii_digit(c) || c == '_' || c == '-';
         });
}

// The cells of a row in one string: a row of nothing but separators has a cell a byte.
class CsvRow {
 public:
  void clear() {
    bytes_.clear();
    begins_.clear();
  }
  // Whatever is appended to what it returns is in a new last cell.
  std::string& open_cell() {
    begins_.push_back(static_cast<std::uint32_t>(bytes_.size()));  // at most kMaxTextFileBytes
    return bytes_;
  }
  std::size_t size() const { return begins_.size(); }
  std::string_view cell(std::size_t i) const {
    const std::size_t end = i + 1 < begins_.size() ? begins_[i + 1] : bytes_.size();
    return std::string_view(bytes_).substr(begins_[i], end - begins_[i]);
  }

 private:
  std::string bytes_;
  std::vector<std::uint32_t> begins_;
};

// "3: id, body, date" of the columns there are.
std::string listed_columns(const CsvRow& row) {
  constexpr std::size_t kMost = 8;
  std::string out = std::to_string(row.size());
  for (std::size_t i = 0; i < std::min(row.size(), kMost); ++i) {
    out += i == 0 ? ": " : ", ";
    out += is_plain_name(row.cell(i)) ? row.cell(i) : "(not a plain word)";
  }
  return row.size() > kMost ? out + ", ..." : out;
}

class CsvRecords final : public RecordFormat {
 public:
  CsvRecords(Stream& stream, char separator, const RecordFields& fields)
      : RecordFormat(stream), separator_(separator), names_(fields) {}

  Result<void> begin() override {
    byte_at(2);  // a byte order mark
    if (stream_.ahead().starts_with("\xEF\xBB\xBF")) stream_.consume(3);
    if (separator_ == '\0') separator_ = sniffed_separator();
    RowEnd end = RowEnd::kNewline;
    do {
      end = read_row();
      if (end == RowEnd::kCorrupt) return stream_.corruption();
      if (end != RowEnd::kNewline && end != RowEnd::kInput) {
        return Error{ErrorCode::kBadInput,
                     "an unreadable first row; expected the names of the columns"};
      }
      end_row();
    } while (is_blank() && end == RowEnd::kNewline);
    if (is_blank()) return {};  // an empty file has no records and needs no header
    if (row_.cell(0).starts_with("\xFF\xFE") || row_.cell(0).starts_with("\xFE\xFF")) {
      return Error{ErrorCode::kUnsupported,
                   "a table in UTF-16; expected it saved as UTF-8: iconv -f UTF-16 -t UTF-8 FILE"};
    }
    detect_charset();
    return find_columns();
  }

  Result<bool> next(RawRecord& record) override {
    for (;;) {
      const std::uint64_t first_line = line_ + 1;
      const RowEnd end = read_row();
      const bool blank = is_blank();
      if (end == RowEnd::kInput && blank && size_ == 0) return false;
      if ((end == RowEnd::kInput || end == RowEnd::kNewline) && blank) {
        end_row();
        continue;
      }
      open_record(record);
      record.place.line = first_line;
      record.kind = RecordKind::kRow;
      if (end == RowEnd::kCorrupt) {
        Error error = stream_.corruption();
        stream_.skip_corrupt();
        return corrupt(std::move(error));
      }
      if (end != RowEnd::kInput && end != RowEnd::kNewline) {
        pass_line();
        if (skip_remains()) continue;
        after_open_quote_ = end != RowEnd::kBadQuote;
        return corrupt(quote_error(end));
      }
      end_row();
      if (row_.size() != row_size_) {
        if (skip_remains()) continue;
        return corrupt({ErrorCode::kBadInput, "a row of " + std::to_string(row_.size()) +
                                                  " fields; expected " + std::to_string(row_size_) +
                                                  ", as the first row has"});
      }
      after_open_quote_ = false;
      record.content_type = content_type_;
      std::string* fields[kFields] = {&record.bytes,      &record.id,          &record.url,
                                      &record.title,      &record.date,        &record.label,
                                      &record.label_kind, &record.label_source};
      for (std::size_t i = 0; i < kFields; ++i) {
        if (columns_[i] < row_size_) fields[i]->assign(row_.cell(columns_[i]));
      }
      ++counts_.records;
      return true;
    }
  }

 private:
  static constexpr std::size_t kFields = 8;

  // The separator that gives the first line a column of the text, else the one it has most of.
  char sniffed_separator() {
    constexpr std::string_view kSeparators = ",;\t|";
    constexpr std::size_t kMost = std::size_t{64} << 10;
    while (stream_.ahead().find('\n') == std::string_view::npos && stream_.ahead().size() < kMost &&
           stream_.fill() == Fill::kMore) {
    }
    std::string_view line = text::trim_ascii(stream_.ahead().substr(0, kMost));
    line = line.substr(0, line.find('\n'));
    if (line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
    char best = ',';
    std::ptrdiff_t most = 0;
    for (const char separator : kSeparators) {
      for (std::size_t begin = 0; begin <= line.size();) {
        const std::size_t end = std::min(line.find(separator, begin), line.size());
        std::string_view cell = text::trim_ascii(line.substr(begin, end - begin));
        if (cell.starts_with('"') && cell.ends_with('"') && cell.size() > 1) {
          cell = cell.substr(1, cell.size() - 2);
        }
        if (cell == names_.text && line.find(separator) != line.npos) return separator;
        begin = end + 1;
      }
      const std::ptrdiff_t found = std::count(line.begin(), line.end(), separator);
      if (found > most) best = separator;
      most = std::max(most, found);
    }
    return best;
  }

  // A table is in one charset, which single cells are too short to show.
  void detect_charset() {
    const std::string_view ahead = stream_.ahead();
    const std::string_view lines = ahead.substr(0, ahead.rfind('\n') + 1);
    if (text::survey_utf8(lines).bad_byte == text::kNoBadByte) return;
    const auto converted = to_utf8(lines, {}, Malformed::kReplace);
    if (converted && converted->encoding != "UTF-8") {
      content_type_ = "text/csv; charset=" + converted->encoding;
    }
  }

  Result<void> find_columns() {
    const std::string label = "label";
    const std::string kind = "kind";
    const std::string source = "source";
    const std::string* names[kFields] = {&names_.text, &names_.id, &names_.url, &names_.title,
                                         &names_.date, &label,     &kind,       &source};
    for (std::size_t i = 0; i < kFields; ++i) {
      columns_[i] = 0;
      while (columns_[i] < row_.size() && row_.cell(columns_[i]) != *names[i]) ++columns_[i];
    }
    row_size_ = row_.size();
    if (columns_[0] == row_size_) {
      return Error{ErrorCode::kBadInput,
                   "no column \"" + names_.text + "\" in the first row, which has " +
                       listed_columns(row_) +
                       "; expected the names of the columns there: name that of the text, "
                       "--field text=NAME"};
    }
    return {};
  }

  // Behind a field that never closes its own lines follow: they are no errors of their own.
  bool skip_remains() {
    if (!after_open_quote_) return false;
    --number_;
    return true;
  }

  static Error quote_error(RowEnd end) {
    if (end == RowEnd::kOpenQuote) {
      return {ErrorCode::kBadInput,
              "a quoted field that never closes; expected a quote at its end: what follows is read "
              "again from the next row that has all fields"};
    }
    if (end == RowEnd::kTooLarge) {
      return {ErrorCode::kTooLarge, "a row longer than " + std::to_string(kMaxTextFileBytes) +
                                        " bytes; expected its quotes to be closed"};
    }
    return {ErrorCode::kBadInput,
            "text after the closing quote of a field; expected quotes inside a field to be "
            "doubled"};
  }

  bool is_blank() const { return row_.size() == 1 && !quoted_ && row_.cell(0).empty(); }

  // The byte at `at` of the bytes ahead; -1 after the end of the input, -2 at corruption.
  int byte_at(std::size_t at) {
    while (at >= stream_.ahead().size()) {
      const Fill filled = stream_.fill();
      if (filled == Fill::kEnd) return -1;
      if (filled == Fill::kCorrupt) return -2;
    }
    return static_cast<unsigned char>(stream_.ahead()[at]);
  }

  // Reads the cells of the row ahead, which stays ahead until end_row().
  RowEnd read_row() {
    row_.clear();
    lines_ = 0;
    quoted_ = false;
    std::size_t at = 0;
    for (;;) {
      std::string& bytes = row_.open_cell();
      const std::size_t begin = bytes.size();
      int c = byte_at(at);
      if (c == '"') {
        std::size_t behind = at;
        const std::size_t lines = lines_;
        const RowEnd end = read_quoted(bytes, behind);
        if (end == RowEnd::kNewline) {
          quoted_ = true;
          at = behind;
        } else if (separator_ == '\t' && (end == RowEnd::kBadQuote || end == RowEnd::kOpenQuote)) {
          lines_ = lines;
          bytes.resize(begin);
          read_plain(bytes, at);
        } else {
          return end;
        }
      } else {
        read_plain(bytes, at);
      }
      if (at > kMaxTextFileBytes) return RowEnd::kTooLarge;
      c = byte_at(at);
      size_ = at;
      if (c == -2) return RowEnd::kCorrupt;
      if (c == -1) return RowEnd::kInput;
      if (c == '\r') {
        // A newline follows: read_plain() and read_quoted() stop at no other.
        size_ = at + 2;
        ++lines_;
        return RowEnd::kNewline;
      }
      size_ = at + 1;
      if (c == '\n') {
        ++lines_;
        return RowEnd::kNewline;
      }
      ++at;
    }
  }

  bool ends_cell(int c, std::size_t at) {
    return c < 0 || c == '\n' || c == static_cast<unsigned char>(separator_) ||
           (c == '\r' && byte_at(at + 1) == '\n');
  }

  void read_plain(std::string& cell, std::size_t& at) {
    const char stops[] = {separator_, '\n', '\r'};
    const std::string_view stop(stops, sizeof(stops));
    for (;;) {
      const int c = byte_at(at);
      if (ends_cell(c, at) || at > kMaxTextFileBytes) return;
      const std::string_view ahead = stream_.ahead();
      const std::size_t end = std::min(ahead.find_first_of(stop, at + 1), ahead.size());
      cell += ahead.substr(at, end - at);
      at = end;
    }
  }

  // kNewline: the field is complete and `at` is after its quote.
  RowEnd read_quoted(std::string& cell, std::size_t& at) {
    ++at;
    for (;;) {
      const int c = byte_at(at);
      if (c == -2) return RowEnd::kCorrupt;
      if (c == -1) return RowEnd::kOpenQuote;
      if (at > kMaxTextFileBytes) return RowEnd::kTooLarge;
      if (c != '"') {
        const std::string_view ahead = stream_.ahead();
        const std::size_t end = std::min(ahead.find('"', at), ahead.size());
        const std::string_view part = ahead.substr(at, end - at);
        lines_ += static_cast<std::size_t>(std::count(part.begin(), part.end(), '\n'));
        cell += part;
        at = end;
        continue;
      }
      const int next = byte_at(at + 1);
      if (next == '"') {
        cell += '"';
        at += 2;
        continue;
      }
      if (!ends_cell(next, at + 1)) return RowEnd::kBadQuote;
      ++at;
      return RowEnd::kNewline;
    }
  }

  void end_row() {
    stream_.consume(std::min(size_, stream_.ahead().size()));
    line_ += lines_;
  }

  // Complete rows may follow a bad quote: resume at the next line.
  void pass_line() {
    ++line_;
    for (;;) {
      const std::size_t newline = stream_.ahead().find('\n');
      if (newline != std::string_view::npos) {
        stream_.consume(newline + 1);
        return;
      }
      stream_.consume(stream_.ahead().size());
      if (stream_.fill() != Fill::kMore) return;
    }
  }

  char separator_;
  RecordFields names_;
  std::array<std::size_t, kFields> columns_{};
  std::size_t row_size_ = 0;
  CsvRow row_;
  std::size_t size_ = 0;   // of the row, in bytes
  std::size_t lines_ = 0;  // of the row
  bool quoted_ = false;
  bool after_open_quote_ = false;
  std::string content_type_;  // with the charset of the table, unless that is UTF-8
};

}  // namespace

std::unique_ptr<RecordFormat> csv_records(Stream& stream, char separator,
                                          const RecordFields& fields) {
  return std::make_unique<CsvRecords>(stream, separator, fields);
}

}  // namespace despin::read
