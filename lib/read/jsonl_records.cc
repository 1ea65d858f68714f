// One object per line; blank lines are ignored.
#include <string>
#include <string_view>

#include "lib/read/lines.h"
#include "lib/read/record_format.h"

namespace despin::read {
namespace {

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r\n") == line.npos; }

class JsonlRecords final : public RecordFormat {
 public:
  using RecordFormat::RecordFormat;

  Result<bool> next(RawRecord& record) override {
    for (;;) {
      const RawLine line = find_line(stream_);
      const std::string_view text = stream_.ahead().substr(0, line.size);
      if (line.end == RawLineEnd::kInput && text.empty()) return false;
      // Corruption may have taken the rest of a line; a partial line must not count as one.
      const bool broken = line.end == RawLineEnd::kCorrupt;
      if (!broken && line.end != RawLineEnd::kTooLong && is_blank(text)) {
        stream_.consume(line.size + (line.end == RawLineEnd::kNewline ? 1 : 0));
        ++line_;
        continue;
      }
      open_record(record);
      record.place.line = ++line_;
      record.kind = RecordKind::kJsonLine;
      if (broken) {
        Error error = stream_.corruption();
        stream_.skip_corrupt();
        return corrupt(std::move(error));
      }
      if (line.end == RawLineEnd::kTooLong) return corrupt(skip_long_line());
      record.bytes = text;
      stream_.consume(line.size + (line.end == RawLineEnd::kNewline ? 1 : 0));
      ++counts_.records;
      return true;
    }
  }

 private:
  // Reads to the end of the line without holding it in memory.
  Error skip_long_line() {
    for (;;) {
      const std::size_t end = stream_.ahead().find('\n');
      if (end != std::string_view::npos) {
        stream_.consume(end + 1);
        break;
      }
      stream_.consume(stream_.ahead().size());
      if (stream_.fill() != Fill::kMore) break;
    }
    return {ErrorCode::kTooLarge, "a line longer than " + std::to_string(kMaxTextFileBytes) +
                                      " bytes; expected one record per line"};
  }
};

}  // namespace

std::unique_ptr<RecordFormat> jsonl_records(Stream& stream) {
  return std::make_unique<JsonlRecords>(stream);
}

}  // namespace despin::read
