// Messages one after another, each after a line "From " that follows a blank one.
#include <algorithm>
#include <string>

#include "lib/read/record_format.h"

namespace despin::read {
namespace {

constexpr std::string_view kFromLine = "\nFrom ";

class MboxRecords final : public RecordFormat {
 public:
  using RecordFormat::RecordFormat;

  Result<bool> next(RawRecord& record) override {
    const Fill found = stream_.pass_newlines(&line_);
    if (found == Fill::kEnd) return false;
    open_record(record);
    record.place.line = line_ + 1;
    record.kind = RecordKind::kMail;
    bool kept = true;
    std::size_t seen = 1;  // a "From " line of its own may be ahead
    for (;;) {
      const std::string_view ahead = stream_.ahead();
      const std::size_t end = end_of_message(ahead, seen);
      const bool ends = end < ahead.size();
      // A part of the line that ends the message may be the last that is there.
      const std::size_t size = ends ? end : ahead.size() - std::min<std::size_t>(ahead.size(), 16);
      if (ends || ahead.size() > kMaxTextFileBytes) {
        kept = kept && size <= kMaxTextFileBytes;
        if (kept) record.bytes = ahead.substr(0, size);
        take(size);
        seen = 0;
        if (ends) break;
        kept = false;
        continue;
      }
      seen = std::max<std::size_t>(1, size);
      const Fill filled = found == Fill::kCorrupt ? found : stream_.fill();
      if (filled == Fill::kMore) continue;
      if (filled == Fill::kCorrupt) {
        Error error = stream_.corruption();
        stream_.skip_corrupt();
        return corrupt(std::move(error));
      }
      kept = kept && stream_.ahead().size() <= kMaxTextFileBytes;
      if (kept) record.bytes = stream_.ahead();
      take(stream_.ahead().size());
      break;
    }
    if (!kept) {
      record.bytes.clear();
      return corrupt({ErrorCode::kTooLarge, "a message longer than " +
                                                std::to_string(kMaxTextFileBytes) +
                                                " bytes; expected its attachments taken out"});
    }
    strip(record.bytes);
    ++counts_.records;
    return true;
  }

 private:
  // Where the next "From " line begins, from byte `from` on; the size if there is none yet.
  static std::size_t end_of_message(std::string_view ahead, std::size_t from) {
    for (std::size_t at = ahead.find(kFromLine, from - std::min<std::size_t>(from, 1));
         at != ahead.npos; at = ahead.find(kFromLine, at + 1)) {
      const bool after_blank =
          at > 0 &&
          (ahead[at - 1] == '\n' || (at > 1 && ahead[at - 1] == '\r' && ahead[at - 2] == '\n'));
      if (after_blank) return at + 1;
    }
    return ahead.size();
  }

  // Takes the "From " line away, and the ">" that was put before such lines of the text.
  static void strip(std::string& bytes) {
    if (bytes.starts_with("From "))
      bytes.erase(0, std::min(bytes.find('\n'), bytes.size() - 1) + 1);
    if (bytes.find("\n>From ") == std::string::npos) return;
    std::string out;
    std::size_t copied = 0;
    for (std::size_t at = bytes.find("\n>From "); at != bytes.npos;
         at = bytes.find("\n>From ", at + 1)) {
      out.append(bytes, copied, at + 1 - copied);
      copied = at + 2;
    }
    bytes = out.append(bytes, copied);
  }
};

}  // namespace

std::unique_ptr<RecordFormat> mbox_records(Stream& stream) {
  return std::make_unique<MboxRecords>(stream);
}

}  // namespace despin::read
