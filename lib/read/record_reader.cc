#include "lib/read/record_reader.h"

#include <utility>

#include "lib/read/format_sniff.h"
#include "lib/read/input_names.h"

namespace despin::read {
namespace {

std::unique_ptr<RecordFormat> records_of(InputFormat format, Stream& stream,
                                         const RecordFields& fields) {
  switch (format) {
    case InputFormat::kJsonl:
      return jsonl_records(stream);
    case InputFormat::kCsv:
      return csv_records(stream, '\0', fields);
    case InputFormat::kTsv:
      return csv_records(stream, '\t', fields);
    case InputFormat::kJson:
      return json_records(stream);
    case InputFormat::kFeed:
      return feed_records(stream);
    case InputFormat::kWiki:
      return wiki_records(stream);
    case InputFormat::kMail:
      return mail_record(stream);
    case InputFormat::kMbox:
      return mbox_records(stream);
    case InputFormat::kWarc:
      return warc_records(stream);
    default:
      return document_records(stream);
  }
}

}  // namespace

Result<std::unique_ptr<RecordReader>> RecordReader::open(std::unique_ptr<ByteSource> source,
                                                         const std::string& name,
                                                         const ReaderOptions& options) {
  std::unique_ptr<RecordReader> reader(new RecordReader(std::move(source), name));
  if (auto begun = reader->begin(options); !begun) return begun.error();
  return reader;
}

RecordReader::RecordReader(std::unique_ptr<ByteSource> source, std::string name)
    : name_(std::move(name)), stream_(std::move(source)) {}

Result<void> RecordReader::begin(const ReaderOptions& options) {
  max_bytes_ = options.max_bytes;
  const InputName said = input_name(name_);
  if (auto begun = stream_.begin(said.packing); !begun) return begun;
  InputFormat format = options.format;
  if (format == InputFormat::kGuess) {
    const auto found = sniffed_format(stream_, said.format);
    if (!found) return found.error();
    format = *found;
  }
  records_ = records_of(format, stream_, options.fields);
  return records_->begin();
}

Result<bool> RecordReader::next(RawRecord& record) {
  record.name = name_;
  auto more = records_->next(record);
  if (more && *more && record.bytes.size() > max_bytes_) {
    ++too_large_;
    more =
        Error{ErrorCode::kTooLarge, "a record of " + std::to_string(record.bytes.size()) +
                                        " bytes; expected at most " + std::to_string(max_bytes_) +
                                        ": raise ReaderOptions::max_bytes, or split it"};
    record.bytes.clear();
    record.bytes.shrink_to_fit();
  }
  if (more) return more;
  Error error = std::move(more).error();
  if (error.line == 0) error.line = record.place.line;
  return error;
}

Result<void> RecordReader::resume_at(const RecordPlace& place) {
  if (place.number <= records_->number() + 1) return {};
  if (place.byte > 0 && stream_.can_enter()) {
    if (place.byte >= stream_.bytes_total()) {
      return Error{ErrorCode::kBadInput, "byte " + std::to_string(place.byte) +
                                             " is after the end of the input, byte " +
                                             std::to_string(stream_.bytes_total()) +
                                             "; expected the input in which the place was found"};
    }
    stream_.enter(place.byte);
    records_->go_on_from(place);
    return {};
  }
  RawRecord skipped;
  while (records_->number() + 1 < place.number) {
    const auto more = records_->next(skipped);
    if (more && !*more) {
      return Error{ErrorCode::kBadInput, "the input has " + std::to_string(records_->number()) +
                                             " records; expected the one in which record " +
                                             std::to_string(place.number) + " was found"};
    }
  }
  records_->reset_counts();
  return {};
}

}  // namespace despin::read
