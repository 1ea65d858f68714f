// lib/read/record_format.h - iterates over the records of an input of one format.
//
//   RecordFormat records = warc_records(stream);
//   auto more = records->next(record);
//
// Between calls a format keeps no state but the position of its stream, so it can resume at any
// place where a record began.
// Threads  Single.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "despin/reader.h"
#include "despin/result.h"
#include "lib/read/stream.h"

namespace despin::read {

class RecordFormat {
 public:
  explicit RecordFormat(Stream& stream) : stream_(stream) {}
  RecordFormat(const RecordFormat&) = delete;  // two would share one stream
  RecordFormat& operator=(const RecordFormat&) = delete;
  virtual ~RecordFormat() = default;

  // Reads what precedes the first record, such as a header row. Call it once, at the beginning of
  // the input. Errors: kBadInput, kTruncated, kTooLarge, kNotReadable.
  virtual Result<void> begin() { return {}; }

  // As Reader::next(). After an Error the stream is at the next place where a record may begin.
  virtual Result<bool> next(RawRecord& record) = 0;

  // Call after the stream was moved to the beginning of the record at `place`.
  void go_on_from(const RecordPlace& place) {
    number_ = place.number - 1;
    line_ = place.line > 0 ? place.line - 1 : 0;
  }
  std::uint64_t number() const { return number_; }

  const ReaderCounts& counts() const { return counts_; }
  void reset_counts() { counts_ = {}; }

 protected:
  // Starts the record at the stream's position.
  void open_record(RawRecord& record) {
    record.place = {++number_, stream_.entry().value_or(0), 0};
    for (std::string* field :
         {&record.bytes, &record.id, &record.url, &record.title, &record.date, &record.content_type,
          &record.label, &record.label_kind, &record.label_source}) {
      field->clear();
    }
  }
  // Consumes bytes ahead and counts their lines.
  void take(std::size_t size) {
    const std::string_view bytes = stream_.ahead().substr(0, size);
    line_ += static_cast<std::uint64_t>(std::count(bytes.begin(), bytes.end(), '\n'));
    stream_.consume(size);
  }
  // Skips the record that was started.
  void pass_record() {
    --number_;
    ++counts_.skipped;
  }
  Error corrupt(Error error) {
    ++counts_.corrupt;
    return error;
  }

  Stream& stream_;
  std::uint64_t number_ = 0;  // records so far, corrupt ones included
  std::uint64_t line_ = 0;    // lines read
  ReaderCounts counts_;
};

std::unique_ptr<RecordFormat> document_records(Stream& stream);
std::unique_ptr<RecordFormat> jsonl_records(Stream& stream);
// Objects of an array, or one after another.
std::unique_ptr<RecordFormat> json_records(Stream& stream);
std::unique_ptr<RecordFormat> warc_records(Stream& stream);
// Entries of RSS and Atom.
std::unique_ptr<RecordFormat> feed_records(Stream& stream);
// Articles of a dump of MediaWiki.
std::unique_ptr<RecordFormat> wiki_records(Stream& stream);
// The whole input as one message.
std::unique_ptr<RecordFormat> mail_record(Stream& stream);
std::unique_ptr<RecordFormat> mbox_records(Stream& stream);
// Rows of cells divided by `separator`, or as the first row shows if it is 0; the first row names
// the columns.
std::unique_ptr<RecordFormat> csv_records(Stream& stream, char separator,
                                          const RecordFields& fields);

}  // namespace despin::read
