// lib/read/record_reader.h - implements Reader over any byte source, such as memory in tests.
//
//   auto records = RecordReader::open(memory_source(bytes), "a.jsonl", {});
//
// Threads  Single.
#pragma once

#include <memory>
#include <string>

#include "despin/reader.h"
#include "lib/read/byte_source.h"
#include "lib/read/record_format.h"
#include "lib/read/stream.h"

namespace despin::read {

class RecordReader {
 public:
  // Errors: as for Reader::open().
  static Result<std::unique_ptr<RecordReader>> open(std::unique_ptr<ByteSource> source,
                                                    const std::string& name,
                                                    const ReaderOptions& options);

  // See the methods of Reader.
  Result<bool> next(RawRecord& record);
  Result<void> resume_at(const RecordPlace& place);
  ReaderCounts counts() const {
    ReaderCounts counts = records_->counts();
    counts.records -= too_large_;
    counts.corrupt += too_large_;
    counts.ignored_bytes = stream_.ignored_bytes();
    return counts;
  }
  std::uint64_t bytes_read() const { return stream_.bytes_read(); }
  std::uint64_t bytes_total() const { return stream_.bytes_total(); }

 private:
  RecordReader(std::unique_ptr<ByteSource> source, std::string name);
  Result<void> begin(const ReaderOptions& options);

  std::string name_;
  std::uint64_t max_bytes_ = kMaxTextFileBytes;
  std::uint64_t too_large_ = 0;  // records that max_bytes_ kept back
  Stream stream_;
  std::unique_ptr<RecordFormat> records_;
};

}  // namespace despin::read
