// lib/read/record_format.h - what an input holds: the records of one format, one by one.
//
//   RecordFormat records = warc_records(stream);
//   auto more = records->next(record);
//
// Between two calls a format knows nothing but where its stream is, so that it can go on at
// any place where a record began.
// Threads  Single.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
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

  // What comes before the first record, such as a row of names. To be read once, at the
  // beginning of the input.
  // Errors: kBadInput, kTruncated, kTooLarge, kNotReadable.
  virtual Result<void> begin() { return {}; }

  // As Reader::next(). After an Error the stream is where the next record may begin.
  virtual Result<bool> next(RawRecord& record) = 0;

  // The stream was put where the record of `place` begins.
  void go_on_from(const RecordPlace& place) {
    number_ = place.number - 1;
    line_ = place.line > 0 ? place.line - 1 : 0;
  }
  std::uint64_t number() const { return number_; }

  const ReaderCounts& counts() const { return counts_; }
  void reset_counts() { counts_ = {}; }

 protected:
  // Begins the record that is ahead.
  void open_record(RawRecord& record) {
    record.place = {++number_, stream_.entry().value_or(0), 0};
    for (std::string* field : {&record.bytes, &record.id, &record.url, &record.title, &record.date,
                               &record.content_type}) {
      field->clear();
    }
  }
  // The record that was begun is none to give out.
  void pass_record() {
    --number_;
    ++counts_.skipped;
  }
  Error corrupt(Error error) {
    ++counts_.corrupt;
    return error;
  }

  Stream& stream_;
  std::uint64_t number_ = 0;  // records and corrupt ones so far
  std::uint64_t line_ = 0;    // lines behind
  ReaderCounts counts_;
};

std::unique_ptr<RecordFormat> document_records(Stream& stream);
std::unique_ptr<RecordFormat> jsonl_records(Stream& stream);
std::unique_ptr<RecordFormat> warc_records(Stream& stream);
// Rows whose cells `separator` parts; the first names the columns.
std::unique_ptr<RecordFormat> csv_records(Stream& stream, char separator,
                                          const RecordFields& fields);

}  // namespace despin::read
