#include "lib/read/stream.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <utility>

namespace despin::read {
namespace {

// Room for unpacked bytes, and the least worth a call. Half of a second-level cache.
constexpr std::size_t kRoom = std::size_t{256} << 10;
constexpr std::size_t kLeastRoom = std::size_t{64} << 10;
// Packed bytes kept, in which a member is looked for when the one around them is damaged:
// damage shows within a block of deflate or zstd, which seldom has more than 128 KiB.
constexpr std::size_t kLookBack = std::size_t{1} << 20;
constexpr std::size_t kPackedRoom = 2 * kLookBack;
constexpr std::size_t kLoad = std::size_t{128} << 10;
// Packed bytes that must unpack well for a member to be believed in behind damage.
constexpr std::size_t kTrial = 1024;
// What may be read again beyond twice what was read.
constexpr std::uint64_t kFreeAgain = std::uint64_t{64} << 20;

// No text begins so, which tells a damaged file from one that is named .gz for no reason.
bool looks_packed(std::string_view bytes) {
  return std::any_of(bytes.begin(), bytes.end(),
                     [](char c) { return c < '\t' && c != '\0'; });  // 0x80 and above are negative
}

constexpr const char* kRemedy = "; expected it whole: fetch the file again";

}  // namespace

Stream::Stream(std::unique_ptr<ByteSource> source) : source_(std::move(source)) {}

Result<void> Stream::begin(const Packing& packing) {
  while (ahead().size() < kSignBytes && fill() == Fill::kMore) {
  }
  if (is_damaged_) return damage_;
  auto gzip = gzip_unpacker();
  auto zstd = zstd_unpacker();
  const std::string_view first = ahead().substr(0, kSignBytes);
  const bool whole = first.size() == kSignBytes;
  if ((whole && gzip->is_sign(first)) || (packing.named_gzip && looks_packed(first))) {
    unpacker_ = std::move(gzip);
    trial_ = gzip_unpacker();
  } else if ((whole && zstd->is_sign(first)) || (packing.named_zstd && looks_packed(first))) {
    unpacker_ = std::move(zstd);
    trial_ = zstd_unpacker();
  }
  if (unpacker_ == nullptr) return {};
  in_ = std::make_unique_for_overwrite<char[]>(kPackedRoom);
  std::memcpy(in_.get(), ahead().data(), ahead().size());
  in_end_ = ahead().size();
  begin_ = end_ = 0;
  return {};
}

void Stream::consume(std::size_t size) {
  assert(size <= end_ - begin_);
  begin_ += size;
  position_ += size;
  if (unpacker_ != nullptr) forget_entries();
}

void Stream::forget_entries() {
  while (!entries_.empty() && entries_.front().position < position_) {
    member_before_ = entries_.front().byte;
    entries_.pop_front();
  }
}

Fill Stream::fill() {
  if (is_damaged_) return Fill::kDamage;
  if (ended_) return Fill::kEnd;
  make_room();
  return unpacker_ == nullptr ? fill_plain() : fill_packed();
}

void Stream::make_room() {
  if (begin_ == end_) {
    begin_ = end_ = 0;
    if (room_ > 4 * kRoom) {
      out_.reset();  // what one long record took is given back
      room_ = 0;
    }
  }
  if (room_ - end_ >= kLeastRoom) return;
  const std::size_t size = end_ - begin_;
  if (room_ - size >= kLeastRoom && begin_ >= size) {
    std::memcpy(out_.get(), out_.get() + begin_, size);
  } else {
    const std::size_t room = std::max(kRoom, 2 * room_);
    auto larger = std::make_unique_for_overwrite<char[]>(room);
    if (size > 0) std::memcpy(larger.get(), out_.get() + begin_, size);
    out_ = std::move(larger);
    room_ = room;
  }
  begin_ = 0;
  end_ = size;
}

Fill Stream::fill_plain() {
  auto size = source_->read(out_.get() + end_, room_ - end_);
  if (!size) {
    device_failed_ = is_damaged_ = true;
    damage_ = std::move(size).error();
    return Fill::kDamage;
  }
  end_ += *size;
  return *size > 0 ? Fill::kMore : Fill::kEnd;
}

bool Stream::load() {
  if (at_end_) return false;
  if (kPackedRoom - in_end_ < kLoad) {
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
  auto size = source_->read(in_.get() + in_end_, std::min(kLoad, kPackedRoom - in_end_));
  if (!size) {
    device_failed_ = is_damaged_ = at_end_ = true;
    damage_ = std::move(size).error();
    return false;
  }
  in_end_ += *size;
  at_end_ = *size == 0;
  return !at_end_;
}

Fill Stream::damaged(ErrorCode code, std::string what) {
  in_member_ = false;
  is_damaged_ = true;
  damage_ = {code, std::move(what)};
  return Fill::kDamage;
}

// Files from tapes and disks end in zeros, which are no member.
bool Stream::skip_zeros() {
  do {
    while (in_at_ < in_end_ && in_[in_at_] == '\0') ++in_at_;
  } while (in_at_ == in_end_ && load());
  while (in_end_ - in_at_ < kSignBytes && load()) {
  }
  return in_at_ < in_end_;
}

Fill Stream::fill_packed() {
  const std::size_t before = end_;
  for (;;) {
    if (!in_member_) {
      const bool any = skip_zeros();
      if (device_failed_) return Fill::kDamage;
      if (!any) return end_ > before ? Fill::kMore : Fill::kEnd;
      member_byte_ = packed_byte();
      const std::string_view sign(in_.get() + in_at_, in_end_ - in_at_);
      if (sign.size() < kSignBytes || !unpacker_->is_sign(sign)) {
        damaged(sign.size() < kSignBytes ? ErrorCode::kTruncated : ErrorCode::kBadInput,
                std::string("no ") + unpacker_->name() + " data at byte " +
                    std::to_string(member_byte_) + kRemedy);
        return end_ > before ? Fill::kMore : Fill::kDamage;
      }
      entries_.push_back({position_ + (end_ - begin_), member_byte_});
      unpacker_->begin();
      in_member_ = true;
    }
    const Unpacked step =
        unpacker_->unpack(in_.get() + in_at_, in_end_ - in_at_, out_.get() + end_, room_ - end_);
    in_at_ = static_cast<std::size_t>(static_cast<std::ptrdiff_t>(in_at_) + step.taken);
    end_ += step.given;
    if (step.state == Unpacked::State::kDamaged) {
      damaged(ErrorCode::kBadInput, std::string("the ") + unpacker_->name() +
                                        " data that begin at byte " + std::to_string(member_byte_) +
                                        " are damaged (" + step.why + ")" + kRemedy);
      return end_ > before ? Fill::kMore : Fill::kDamage;
    }
    if (step.state == Unpacked::State::kEnd) in_member_ = false;
    // What is there is given before more is waited for.
    if (end_ > before && (in_at_ == in_end_ || room_ - end_ < kLeastRoom / 4)) return Fill::kMore;
    if (!in_member_ || step.given > 0 || in_at_ < in_end_) continue;
    if (load()) continue;
    if (device_failed_) return Fill::kDamage;
    damaged(ErrorCode::kTruncated, std::string("the file ends inside the ") + unpacker_->name() +
                                       " data that begin at byte " + std::to_string(member_byte_) +
                                       kRemedy);
    return Fill::kDamage;
  }
}

bool Stream::pass_damage() {
  position_ += end_ - begin_;
  begin_ = end_ = 0;
  entries_.clear();
  member_before_ = member_byte_;
  ended_ = device_failed_ || unpacker_ == nullptr;
  is_damaged_ = false;
  if (ended_) return false;
  // A member inside the damaged one is likely: damage makes a member swallow the next.
  const std::uint64_t from = std::max(member_byte_ + 1, in_byte_);
  if (from < packed_byte()) {
    const std::uint64_t again = packed_byte() - from;
    if (again_ + again <= kFreeAgain + 2 * packed_byte()) {
      again_ += again;
      in_at_ = static_cast<std::size_t>(from - in_byte_);
    }
  } else if (in_at_ < in_end_ && from > packed_byte()) {
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
            : std::memchr(in_.get() + in_at_, unpacker_->first_sign_byte(), in_end_ - in_at_);
    if (found == nullptr) {
      in_at_ = in_end_;
      if (!load()) return is_damaged_;  // a device that failed is said once more
      continue;
    }
    in_at_ = static_cast<std::size_t>(static_cast<const char*>(found) - in_.get());
    while (in_end_ - in_at_ < kTrial && load()) {
    }
    const std::string_view bytes(in_.get() + in_at_, in_end_ - in_at_);
    if (bytes.size() >= kSignBytes && unpacker_->is_sign(bytes) && unpacks_well()) return true;
    ++in_at_;
  }
}

bool Stream::unpacks_well() {
  char out[64];
  trial_->begin();
  const Unpacked step =
      trial_->unpack(in_.get() + in_at_, std::min(kTrial, in_end_ - in_at_), out, sizeof(out));
  const std::string_view given(out, step.given);
  return step.state != Unpacked::State::kDamaged &&
         given.substr(0, prefix_.size()) == prefix_.substr(0, given.size());
}

std::uint64_t Stream::skip(std::uint64_t size) {
  std::uint64_t left = size;
  for (;;) {
    const auto here = static_cast<std::size_t>(std::min<std::uint64_t>(left, ahead().size()));
    consume(here);
    left -= here;
    if (left == 0) return size;
    if (unpacker_ == nullptr && source_->seekable() && left > kRoom) {
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
  if (unpacker_ == nullptr) return position_;
  if (entries_.empty() || entries_.front().position != position_) return std::nullopt;
  return entries_.front().byte;
}

std::size_t Stream::next_member() const {
  for (const Entry& entry : entries_) {
    if (entry.position > position_) return static_cast<std::size_t>(entry.position - position_);
  }
  return std::string_view::npos;
}

bool Stream::member_begins(std::size_t offset) const {
  return std::any_of(entries_.begin(), entries_.end(),
                     [&](const Entry& entry) { return entry.position == position_ + offset; });
}

std::uint64_t Stream::bytes_read() const {
  return unpacker_ == nullptr ? position_ + (end_ - begin_) : packed_byte();
}

bool Stream::rewind(std::uint64_t position) {
  assert(position <= position_);
  const std::uint64_t back = position_ - position;
  if (again_ + back > kFreeAgain + 2 * bytes_read()) return false;
  if (back <= begin_) {
    begin_ -= static_cast<std::size_t>(back);
    position_ = position;
  } else if (unpacker_ == nullptr && source_->seekable()) {
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
  position_ = unpacker_ == nullptr ? byte : 0;
  in_member_ = at_end_ = is_damaged_ = device_failed_ = ended_ = false;
  member_before_ = byte;
  entries_.clear();
}

}  // namespace despin::read
