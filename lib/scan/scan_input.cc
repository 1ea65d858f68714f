#include "lib/scan/scan_input.h"

#include <utility>

#include "lib/scan/articles.h"
#include "lib/scan/output_file.h"

namespace despin::scan {
namespace {

Error inputs_differ() {
  return {ErrorCode::kBadInput,
          "the inputs have changed since the scan was started; expected the same files "
          "in the same places: start over with --overwrite"};
}

}  // namespace

ScanInput::ScanInput(std::vector<std::string> names, ReaderOptions options, std::string output,
                     const WalkOptions& walk)
    : walk_(std::move(names), walk), options_(std::move(options)), output_(std::move(output)) {}

Result<void> ScanInput::resume_behind(const ScanPosition& position) {
  if (position.input == 0) return {};
  std::string path;
  for (std::uint64_t input = 0; input < position.input; ++input) {
    const auto more = walk_.next(path);
    if (more && !*more) return inputs_differ();
    if (input + 1 < position.input) bytes_before_ += total_bytes({&path, 1});
  }
  bytes_given_ = bytes_before_;
  if (path != position.path) return inputs_differ();
  position_ = position;
  skipped_before_ = position.skipped;
  if (position.place.number == 0) return {};
  auto reader = Reader::open(path, options_);
  if (!reader) return reader.error();
  reader_ = *std::move(reader);
  if (auto there = reader_->resume_at(position.place); !there) return there.error();
  // The record at the position is done, and its error, if any, was reported.
  RawRecord record;
  const auto again = reader_->next(record);
  const bool same = (!again || *again) && record.place.number == position.place.number &&
                    record.place.byte == position.place.byte;
  if (!same) return inputs_differ();
  skipped_at_entry_ = reader_->counts().skipped;
  bytes_given_ = bytes_read();
  return {};
}

bool ScanInput::next(ScanItem& item) {
  item.error.reset();
  for (;;) {
    if (!reader_) {
      if (!open_next(item)) return false;
      if (item.error) {
        given(item);
        return true;
      }
    }
    auto more = reader_->next(item.record);
    if (more && !*more) {
      close();
      continue;
    }
    if (!more) item.error = std::move(more).error();
    ++position_.items;
    position_.skipped = skipped();
    position_.place = item.record.place;
    item.position = position_;
    given(item);
    // A reader that lacks memory stands where it stood: it would say so for ever.
    if (item.error && item.error->code == ErrorCode::kOutOfMemory) close();
    return true;
  }
}

void ScanInput::given(ScanItem& item) {
  item.bytes_read = bytes_read() - bytes_given_;
  bytes_given_ += item.bytes_read;
}

// Opens the next input, or makes an error item if it cannot; false if there are no more.
bool ScanInput::open_next(ScanItem& item) {
  std::string path;
  auto more = walk_.next(path);
  for (; more && *more && is_same_file(output_, path); more = walk_.next(path)) ++position_.input;
  if (more && !*more) return false;
  ++position_.input;
  position_.path = path;
  position_.place = {};
  if (more) {
    auto reader = Reader::open(path, options_);
    if (reader) {
      reader_ = *std::move(reader);
      return true;
    }
    item.error = std::move(reader).error();
  } else {
    item.error = more.error();
  }
  ++position_.items;
  item.position = position_;
  item.record = {};
  item.record.name = path;
  return true;
}

void ScanInput::close() {
  bytes_before_ += reader_->bytes_read();
  ignored_ += reader_->counts().ignored_bytes;
  skipped_before_ = skipped();
  skipped_at_entry_ = 0;
  reader_.reset();
}

std::uint64_t ScanInput::bytes_read() const {
  return bytes_before_ + (reader_ ? reader_->bytes_read() : 0);
}

std::uint64_t ScanInput::skipped() const {
  return skipped_before_ + (reader_ ? reader_->counts().skipped - skipped_at_entry_ : 0);
}

std::uint64_t input_bytes(const std::vector<std::string>& names, const WalkOptions& options) {
  InputWalk walk(names, options);
  std::string path;
  std::uint64_t total = 0;
  for (;;) {
    const auto more = walk.next(path);
    if (!more) continue;
    if (!*more) return total;
    const std::string one[] = {path};
    const std::uint64_t bytes = total_bytes(one);
    if (bytes == 0 && path == "-") return 0;
    total += bytes;
  }
}

}  // namespace despin::scan
