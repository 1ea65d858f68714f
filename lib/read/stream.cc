#include "lib/read/stream.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <utility>

namespace despin::read {
namespace {

// Capacity for uncompressed bytes, and the smallest read worth a call. Half of a second-level
// cache.
constexpr std::size_t kBufferBytes = std::size_t{256} << 10;
constexpr std::size_t kMinReadBytes = std::size_t{64} << 10;
// Compressed bytes kept to search for the next member when the current one is corrupt: corruption
// shows within a block of deflate or zstd, which seldom exceeds 128 KiB.
constexpr std::size_t kLookBack = std::size_t{1} << 20;
constexpr std::size_t kInputBufferBytes = 2 * kLookBack;
constexpr std::size_t kLoad = std::size_t{128} << 10;
// Compressed bytes that must decompress without error before a member found after a corrupt region
// is accepted.
constexpr std::size_t kTrial = 1024;
// Bytes that may be read again beyond twice the bytes read.
constexpr std::uint64_t kFreeAgain = std::uint64_t{64} << 20;

// Text does not begin with such bytes: tells a corrupt file from one that is named .gz by mistake.
bool looks_compressed(std::string_view bytes) {
  return std::any_of(bytes.begin(), bytes.end(),
                     [](char c) { return c < '\t' && c != '\0'; });  // 0x80 and above are negative
}

constexpr const char* kRemedy = "; expected a complete file: fetch it again";

}  // namespace

Stream::Stream(std::unique_ptr<ByteSource> source) : source_(std::move(source)) {}

std::unique_ptr<Decompressor> decompressor_of(Packing packing) {
  switch (packing) {
    case Packing::kGzip:
      return gzip_decompressor();
    case Packing::kZstd:
      return zstd_decompressor();
    case Packing::kBzip2:
      return bzip2_decompressor();
    case Packing::kXz:
      return xz_decompressor();
    default:
      return nullptr;
  }
}

Result<void> Stream::begin(Packing named) {
  while (ahead().size() < kSignBytes && fill() == Fill::kMore) {
  }
  if (is_corrupt_) return corruption_;
  const std::string_view first = ahead().substr(0, kSignBytes);
  for (const Packing packing : {Packing::kGzip, Packing::kZstd, Packing::kBzip2, Packing::kXz}) {
    auto candidate = decompressor_of(packing);
    if ((first.size() < kSignBytes || !candidate->is_sign(first)) &&
        (packing != named || !looks_compressed(first))) {
      continue;
    }
    decompressor_ = std::move(candidate);
    trial_ = decompressor_of(packing);
    break;
  }
  if (decompressor_ == nullptr) return {};
  in_ = std::make_unique_for_overwrite<char[]>(kInputBufferBytes);
  std::memcpy(in_.get(), ahead().data(), ahead().size());
  in_end_ = ahead().size();
  begin_ = end_ = 0;
  return {};
}

void Stream::consume(std::size_t size) {
  assert(size <= end_ - begin_);
  begin_ += size;
  position_ += size;
  if (decompressor_ != nullptr) forget_entries();
}

void Stream::forget_entries() {
  while (!entries_.empty() && entries_.front().position < position_) {
    member_before_ = entries_.front().byte;
    entries_.pop_front();
  }
}

Fill Stream::fill() {
  if (is_corrupt_) return Fill::kCorrupt;
  if (ended_) return Fill::kEnd;
  reserve_output();
  return decompressor_ == nullptr ? fill_plain() : fill_compressed();
}

void Stream::reserve_output() {
  if (begin_ == end_) {
    begin_ = end_ = 0;
    if (capacity_ > 4 * kBufferBytes) {
      out_.reset();  // frees the memory of one long record
      capacity_ = 0;
    }
  }
  if (capacity_ - end_ >= kMinReadBytes) return;
  const std::size_t size = end_ - begin_;
  if (capacity_ - size >= kMinReadBytes && begin_ >= size) {
    std::memcpy(out_.get(), out_.get() + begin_, size);
  } else {
    const std::size_t capacity = std::max(kBufferBytes, 2 * capacity_);
    auto larger = std::make_unique_for_overwrite<char[]>(capacity);
    if (size > 0) std::memcpy(larger.get(), out_.get() + begin_, size);
    out_ = std::move(larger);
    capacity_ = capacity;
  }
  begin_ = 0;
  end_ = size;
}

Fill Stream::fill_plain() {
  auto size = source_->read(out_.get() + end_, capacity_ - end_);
  if (!size) {
    device_failed_ = is_corrupt_ = true;
    corruption_ = std::move(size).error();
    return Fill::kCorrupt;
  }
  end_ += *size;
  return *size > 0 ? Fill::kMore : Fill::kEnd;
}

// Meets bytes where a member should begin. Behind the one member of a file they are no loss, only
// padding or a signature: zcat passes them by as well. Behind one of several they may have been
// another, as in a web archive.
Fill Stream::no_member(bool any_before) {
  const std::uint64_t begin = member_byte_;
  const bool cut = in_end_ - in_at_ < kSignBytes && in_[in_at_] == decompressor_->first_sign_byte();
  const bool lost = cut || !first_ended_ || !prefix_.empty() || next_sign();
  if (device_failed_) return Fill::kCorrupt;
  if (!lost) {
    ignored_ += compressed_byte() - begin;
    return any_before ? Fill::kMore : Fill::kEnd;
  }
  corrupt(cut ? ErrorCode::kTruncated : ErrorCode::kBadInput,
          std::string("no ") + decompressor_->name() + " data at byte " + std::to_string(begin) +
              kRemedy);
  return any_before ? Fill::kMore : Fill::kCorrupt;
}

bool Stream::load() {
  if (at_end_) return false;
  if (kInputBufferBytes - in_end_ < kLoad) {
    const std::size_t member = member_byte_ > in_byte_
                                   ? static_cast<std::size_t>(member_byte_ - in_byte_)
                                   : std::size_t{0};
    const std::size_t keep =
        std::max(std::min(member, in_at_), in_at_ - std::min(in_at_, kLookBack));
    std::memmove(in_.get(), in_.get() + keep, in_end_ - keep);
    in_byte_ += keep;
    in_at_ -= keep;
    in_end_ -= keep;
  }
  auto size = source_->read(in_.get() + in_end_, std::min(kLoad, kInputBufferBytes - in_end_));
  if (!size) {
    device_failed_ = is_corrupt_ = at_end_ = true;
    corruption_ = std::move(size).error();
    return false;
  }
  in_end_ += *size;
  at_end_ = *size == 0;
  return !at_end_;
}

Fill Stream::corrupt(ErrorCode code, std::string what) {
  in_member_ = first_ended_ = false;
  is_corrupt_ = true;
  corruption_ = {code, std::move(what)};
  return Fill::kCorrupt;
}

// Files from tapes and disks end in zeros, which are not a member.
bool Stream::skip_zeros() {
  do {
    while (in_at_ < in_end_ && in_[in_at_] == '\0') ++in_at_;
  } while (in_at_ == in_end_ && load());
  while (in_end_ - in_at_ < kSignBytes && load()) {
  }
  return in_at_ < in_end_;
}

Fill Stream::fill_compressed() {
  const std::size_t before = end_;
  for (;;) {
    if (!in_member_) {
      const bool any = skip_zeros();
      if (device_failed_) return Fill::kCorrupt;
      if (!any) return end_ > before ? Fill::kMore : Fill::kEnd;
      member_byte_ = compressed_byte();
      const std::string_view sign(in_.get() + in_at_, in_end_ - in_at_);
      if (sign.size() < kSignBytes || !decompressor_->is_sign(sign)) {
        return no_member(end_ > before);
      }
      entries_.push_back({position_ + (end_ - begin_), member_byte_});
      decompressor_->begin();
      in_member_ = true;
    }
    const DecompressionStep step = decompressor_->decompress(in_.get() + in_at_, in_end_ - in_at_,
                                                             out_.get() + end_, capacity_ - end_);
    in_at_ = static_cast<std::size_t>(static_cast<std::ptrdiff_t>(in_at_) + step.taken);
    end_ += step.given;
    if (step.state == DecompressionStep::State::kCorrupt) {
      corrupt(ErrorCode::kBadInput, std::string("the ") + decompressor_->name() +
                                        " data that begin at byte " + std::to_string(member_byte_) +
                                        " are corrupt (" + step.why + ")" + kRemedy);
      return end_ > before ? Fill::kMore : Fill::kCorrupt;
    }
    if (step.state == DecompressionStep::State::kEnd) {
      in_member_ = false;
      first_ended_ = member_byte_ == 0;
    }
    // Return available bytes before waiting for more.
    if (end_ > before && (in_at_ == in_end_ || capacity_ - end_ < kMinReadBytes / 4))
      return Fill::kMore;
    if (!in_member_ || step.given > 0 || in_at_ < in_end_) continue;
    if (load()) continue;
    if (device_failed_) return Fill::kCorrupt;
    corrupt(ErrorCode::kTruncated, std::string("the file ends inside the ") +
                                       decompressor_->name() + " data that begin at byte " +
                                       std::to_string(member_byte_) + kRemedy);
    return Fill::kCorrupt;
  }
}

bool Stream::skip_corrupt() {
  position_ += end_ - begin_;
  begin_ = end_ = 0;
  entries_.clear();
  member_before_ = member_byte_;
  ended_ = device_failed_ || decompressor_ == nullptr;
  is_corrupt_ = false;
  if (ended_) return false;
  // The next member is probably inside the corrupt one, which swallowed its beginning.
  const std::uint64_t from = std::max(member_byte_ + 1, in_byte_);
  if (from < compressed_byte()) {
    const std::uint64_t again = compressed_byte() - from;
    if (again_ + again <= kFreeAgain + 2 * compressed_byte()) {
      again_ += again;
      in_at_ = static_cast<std::size_t>(from - in_byte_);
    }
  } else if (in_at_ < in_end_ && from > compressed_byte()) {
    ++in_at_;
  }
  ended_ = !next_sign();
  return !ended_;
}

bool Stream::next_sign() {
  for (;;) {
    const void* found =
        in_at_ == in_end_
            ? nullptr
            : std::memchr(in_.get() + in_at_, decompressor_->first_sign_byte(), in_end_ - in_at_);
    if (found == nullptr) {
      in_at_ = in_end_;
      if (!load()) return is_corrupt_;  // report a failed device again
      continue;
    }
    in_at_ = static_cast<std::size_t>(static_cast<const char*>(found) - in_.get());
    while (in_end_ - in_at_ < kTrial && load()) {
    }
    const std::string_view bytes(in_.get() + in_at_, in_end_ - in_at_);
    if (bytes.size() >= kSignBytes && decompressor_->is_sign(bytes) && decompresses_well())
      return true;
    ++in_at_;
  }
}

bool Stream::decompresses_well() {
  char out[64];
  trial_->begin();
  const DecompressionStep step =
      trial_->decompress(in_.get() + in_at_, std::min(kTrial, in_end_ - in_at_), out, sizeof(out));
  const std::string_view given(out, step.given);
  return step.state != DecompressionStep::State::kCorrupt &&
         given.substr(0, prefix_.size()) == prefix_.substr(0, given.size());
}

Fill Stream::pass_newlines(std::uint64_t* lines) {
  for (;;) {
    const std::string_view bytes = ahead();
    const std::size_t begin = std::min(bytes.find_first_not_of("\r\n"), bytes.size());
    if (lines != nullptr) {
      *lines += static_cast<std::uint64_t>(
          std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(begin), '\n'));
    }
    consume(begin);
    if (begin < bytes.size()) return Fill::kMore;
    const Fill filled = fill();
    if (filled != Fill::kMore) return filled;
  }
}

std::uint64_t Stream::skip(std::uint64_t size) {
  std::uint64_t left = size;
  for (;;) {
    const auto here = static_cast<std::size_t>(std::min<std::uint64_t>(left, ahead().size()));
    consume(here);
    left -= here;
    if (left == 0) return size;
    if (decompressor_ == nullptr && source_->seekable() && left > kBufferBytes) {
      const std::uint64_t total = source_->size();
      const std::uint64_t there = total - std::min(total, position_);
      const std::uint64_t jump = std::min(left, there);
      enter(position_ + jump);
      return size - left + jump;
    }
    if (fill() != Fill::kMore) return size - left;
  }
}

std::optional<std::uint64_t> Stream::entry() const {
  if (decompressor_ == nullptr) return position_;
  if (entries_.empty() || entries_.front().position != position_) return std::nullopt;
  return entries_.front().byte;
}

std::size_t Stream::next_member() const {
  for (const RestartPoint& entry : entries_) {
    if (entry.position > position_) return static_cast<std::size_t>(entry.position - position_);
  }
  return std::string_view::npos;
}

bool Stream::member_begins(std::size_t offset) const {
  return std::any_of(entries_.begin(), entries_.end(), [&](const RestartPoint& entry) {
    return entry.position == position_ + offset;
  });
}

std::uint64_t Stream::bytes_read() const {
  return decompressor_ == nullptr ? position_ + (end_ - begin_) : compressed_byte();
}

bool Stream::rewind(std::uint64_t position) {
  assert(position <= position_);
  const std::uint64_t back = position_ - position;
  if (again_ + back > kFreeAgain + 2 * bytes_read()) return false;
  if (back <= begin_) {
    begin_ -= static_cast<std::size_t>(back);
    position_ = position;
  } else if (decompressor_ == nullptr && source_->seekable()) {
    enter(position);
  } else {
    return false;
  }
  again_ += back;
  return true;
}

void Stream::enter(std::uint64_t byte) {
  assert(can_enter());
  source_->seek(byte);
  begin_ = end_ = in_at_ = in_end_ = 0;
  in_byte_ = byte;
  member_byte_ = 0;
  position_ = decompressor_ == nullptr ? byte : 0;
  in_member_ = first_ended_ = at_end_ = is_corrupt_ = device_failed_ = ended_ = false;
  member_before_ = byte;
  entries_.clear();
}

}  // namespace despin::read
