// JSON that is no JSONL: an array of objects, or objects one after another, on any number of lines.
#include <algorithm>
#include <string>

#include "lib/read/json_brackets.h"
#include "lib/read/record_format.h"

namespace despin::read {
namespace {

class JsonRecords final : public RecordFormat {
 public:
  using RecordFormat::RecordFormat;

  // The brackets and commas of an array count as blanks, so that reading can start at any object.
  Result<bool> next(RawRecord& record) override {
    const Fill found = pass(" \t\r\n[],");
    if (found == Fill::kEnd) return false;
    open_record(record);
    record.place.line = line_ + 1;
    record.kind = RecordKind::kJsonLine;
    if (found == Fill::kCorrupt) return corrupt(pass_corrupt());
    if (stream_.ahead()[0] != '{') {
      pass_others();
      return corrupt(
          {ErrorCode::kBadInput, "JSON values that are not objects; expected an array of objects"});
    }
    return take_object(record);
  }

 private:
  // Consumes bytes of `set`; kMore if another one is ahead.
  Fill pass(std::string_view set) {
    for (;;) {
      const std::string_view ahead = stream_.ahead();
      const std::size_t end = std::min(ahead.find_first_not_of(set), ahead.size());
      const bool found = end < ahead.size();
      take(end);
      if (found) return Fill::kMore;
      const Fill filled = stream_.fill();
      if (filled != Fill::kMore) return filled;
    }
  }

  // To the next object, past other values: all of them are one error.
  void pass_others() {
    JsonStrings strings;
    for (;;) {
      const std::string_view ahead = stream_.ahead();
      std::size_t at = 0;
      while (at < ahead.size() && !(strings.is_outside(ahead[at]) && ahead[at] == '{')) ++at;
      const bool found = at < ahead.size();
      take(at);
      if (found || stream_.fill() != Fill::kMore) return;
    }
  }

  // Takes what is between the brackets of an object; whether it is JSON is asked later.
  Result<bool> take_object(RawRecord& record) {
    JsonStrings strings;
    std::size_t depth = 0;  // of braces: a bracket too many must not cost the objects behind it
    bool kept = true;
    for (;;) {
      const std::string_view ahead = stream_.ahead();
      std::size_t at = 0;
      bool closed = false;
      while (at < ahead.size() && !closed) {
        const char c = ahead[at++];
        if (!strings.is_outside(c)) continue;
        if (c == '{') ++depth;
        if (c == '}') closed = --depth == 0;
      }
      kept = kept && record.bytes.size() + at <= kMaxTextFileBytes;
      if (kept) {
        record.bytes += ahead.substr(0, at);
      } else {
        record.bytes.clear();
      }
      take(at);
      if (closed) break;
      const Fill filled = stream_.fill();
      if (filled == Fill::kCorrupt) return corrupt(pass_corrupt());
      if (filled == Fill::kEnd) {
        return corrupt({ErrorCode::kTruncated,
                        "a JSON object that does not close; expected a \"}\" for each \"{\""});
      }
    }
    if (!kept) {
      return corrupt({ErrorCode::kTooLarge, "a JSON object longer than " +
                                                std::to_string(kMaxTextFileBytes) +
                                                " bytes; expected an array of smaller ones"});
    }
    ++counts_.records;
    return true;
  }

  Error pass_corrupt() {
    Error error = stream_.corruption();
    stream_.skip_corrupt();
    return error;
  }
};

}  // namespace

std::unique_ptr<RecordFormat> json_records(Stream& stream) {
  return std::make_unique<JsonRecords>(stream);
}

}  // namespace despin::read
