// The whole input as one page, text or message.
#include "lib/read/record_format.h"

namespace despin::read {
namespace {

class DocumentRecords final : public RecordFormat {
 public:
  DocumentRecords(Stream& stream, RecordKind kind) : RecordFormat(stream), kind_(kind) {}

  Result<bool> next(RawRecord& record) override {
    if (number_ > 0) return false;
    open_record(record);
    record.kind = kind_;
    for (;;) {
      record.bytes += stream_.ahead();
      stream_.consume(stream_.ahead().size());
      if (record.bytes.size() > kMaxTextFileBytes) {
        record.bytes.clear();
        record.bytes.shrink_to_fit();
        return corrupt({ErrorCode::kTooLarge, "more than " + std::to_string(kMaxTextFileBytes) +
                                                  " bytes; expected one document: split it"});
      }
      const Fill filled = stream_.fill();
      if (filled == Fill::kCorrupt) return corrupt(stream_.corruption());
      if (filled == Fill::kEnd) break;
    }
    ++counts_.records;
    return true;
  }

 private:
  RecordKind kind_;
};

}  // namespace

std::unique_ptr<RecordFormat> document_records(Stream& stream) {
  return std::make_unique<DocumentRecords>(stream, RecordKind::kBytes);
}

std::unique_ptr<RecordFormat> mail_record(Stream& stream) {
  return std::make_unique<DocumentRecords>(stream, RecordKind::kMail);
}

}  // namespace despin::read
