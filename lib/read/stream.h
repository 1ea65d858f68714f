// lib/read/stream.h - an input as one row of bytes, whatever it was packed in.
//
//   Stream stream(std::move(source));
//   if (auto begun = stream.begin(name); !begun) return begun.error();
//   while (stream.ahead().find('\n') == npos && stream.fill() == Fill::kMore) {}
//   stream.consume(size);
//
// A packed file is a row of members; the file can be entered where one begins. Behind a
// damaged member the stream goes on with the next that can be found.
//
// Units    position(): bytes unpacked. entry(), damage(): bytes of the file as it lies.
// Threads  Single.
// Errors   damage() says what is wrong where fill() gave kDamage.
// Memory   What is ahead, at most what the caller lets it grow to, and kLookBack of packed
//          bytes, to look for a member inside one that turned out damaged.
// Cost     O(bytes): what is read again is bounded by what was read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "despin/result.h"
#include "lib/read/byte_source.h"
#include "lib/read/unpacker.h"

namespace despin::read {

enum class Fill : std::uint8_t {
  kMore,    // ahead() has grown
  kEnd,     // ahead() is all there is
  kDamage,  // ahead() is all up to the damage
};

class Stream {
 public:
  explicit Stream(std::unique_ptr<ByteSource> source);

  // Tells from the first bytes what the input is packed in. `may_be_gzip`, `may_be_zstd`:
  // the name says so, which counts where the first bytes are damaged.
  struct Packing {
    bool named_gzip = false;
    bool named_zstd = false;
  };
  // Errors: kNotReadable.
  Result<void> begin(const Packing& packing);

  std::string_view ahead() const { return {out_.get() + begin_, end_ - begin_}; }
  // REQUIRES: size <= ahead().size().
  void consume(std::size_t size);
  Fill fill();

  // Consumes `size` bytes, ahead or not; returns how many there were before the end or
  // damage. O(1) in a plain file.
  std::uint64_t skip(std::uint64_t size);

  std::uint64_t position() const { return position_; }
  // Where the file can be entered for what is ahead now.
  std::optional<std::uint64_t> entry() const;
  // Where the next member begins in what is ahead: so many bytes from here; npos if none.
  std::size_t next_member() const;
  bool member_begins(std::size_t offset) const;
  // The byte of the member in which what is ahead lies; of a plain file, where it lies.
  std::uint64_t member() const { return entry().value_or(member_before_); }
  bool packed() const { return unpacker_ != nullptr; }

  // The file's bytes read so far, for messages and progress.
  std::uint64_t bytes_read() const;
  std::uint64_t bytes_total() const { return source_->size(); }

  const Error& damage() const { return damage_; }
  // Whether the damaged member is the one that the last byte consumed lies in.
  bool damage_reaches_back() const { return member_byte_ == member_before_; }
  // Drops what is ahead and goes on behind the damage; false if there is nothing more.
  bool pass_damage();
  // What a member must unpack to at its beginning to be taken for one behind damage.
  void expect_in_members(std::string_view prefix) { prefix_ = prefix; }

  // Goes back to a position that was consumed; false if that can no longer be had, or has
  // been done more often than the size of the input warrants.
  bool rewind(std::uint64_t position);

  // Goes to a byte that entry() named. REQUIRES: can_enter().
  void enter(std::uint64_t byte);
  bool can_enter() const { return source_->seekable(); }

 private:
  struct Entry {
    std::uint64_t position;
    std::uint64_t byte;
  };

  void make_room();
  Fill fill_plain();
  Fill fill_packed();
  // More packed bytes; false at the end. A device that fails leaves its error in damage_.
  bool load();
  Fill damaged(ErrorCode code, std::string what);
  bool next_sign();
  bool unpacks_well();
  bool skip_zeros();
  void forget_entries();
  std::uint64_t packed_byte() const { return in_byte_ + in_at_; }

  std::unique_ptr<ByteSource> source_;
  std::unique_ptr<Unpacker> unpacker_;
  std::unique_ptr<Unpacker> trial_;
  std::string_view prefix_;

  // Unpacked: [begin_, end_) is ahead.
  std::unique_ptr<char[]> out_;
  std::size_t room_ = 0;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::uint64_t position_ = 0;

  // Packed: [in_at_, in_end_) is yet to be unpacked, what lies before is kept.
  std::unique_ptr<char[]> in_;
  std::size_t in_at_ = 0;
  std::size_t in_end_ = 0;
  std::uint64_t in_byte_ = 0;  // of in_[0] in the file
  std::uint64_t member_byte_ = 0;
  std::uint64_t member_before_ = 0;  // the last that began before what is ahead
  bool in_member_ = false;
  bool at_end_ = false;
  std::deque<Entry> entries_;

  bool is_damaged_ = false;
  bool device_failed_ = false;
  bool ended_ = false;  // behind damage there is nothing
  Error damage_{};
  std::uint64_t again_ = 0;  // bytes read a second time
};

}  // namespace despin::read
