// lib/read/stream.h - an input as one sequence of bytes, decompressed as needed.
//
//   Stream stream(std::move(source));
//   if (auto begun = stream.begin(name); !begun) return begun.error();
//   while (stream.ahead().find('\n') == npos && stream.fill() == Fill::kMore) {}
//   stream.consume(size);
//
// A compressed file is a sequence of members, and reading can start at the beginning of each. After
// a corrupt member the stream resumes at the next one that it finds.
//
// Units    position(): uncompressed bytes. entry(), corruption(): bytes of the file as stored.
// Threads  Single.
// Errors   After fill() returned kCorrupt, corruption() has the reason.
// Memory   The bytes ahead, as far as the caller lets them grow, and kLookBack of compressed bytes,
//          to search a corrupt member for the next one.
// Cost     O(bytes): bytes read again are limited by the bytes read.
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
#include "lib/read/decompressor.h"

namespace despin::read {

enum class Fill : std::uint8_t {
  kMore,     // ahead() has grown
  kEnd,      // ahead() has all that is left
  kCorrupt,  // ahead() has all bytes before the corruption
};

class Stream {
 public:
  explicit Stream(std::unique_ptr<ByteSource> source);

  // Finds the compression from the first bytes. `named`: what the name of the input says, which
  // counts if the first bytes are corrupt.
  // Errors: kNotReadable.
  Result<void> begin(Packing named);

  std::string_view ahead() const { return {out_.get() + begin_, end_ - begin_}; }
  // REQUIRES: size <= ahead().size().
  void consume(std::size_t size);
  Fill fill();
  // Skips blank lines between records, and adds their number to `lines`; kMore if a record may
  // begin here.
  Fill pass_newlines(std::uint64_t* lines = nullptr);

  // Consumes `size` bytes, ahead or not; returns how many there were before the end or the
  // corruption. O(1) in an uncompressed file.
  std::uint64_t skip(std::uint64_t size);

  std::uint64_t position() const { return position_; }
  // The file offset where reading can start for the bytes ahead.
  std::optional<std::uint64_t> entry() const;
  // Distance from here to the next member among the bytes ahead; npos if none.
  std::size_t next_member() const;
  bool member_begins(std::size_t offset) const;
  // The file offset of the member that holds the bytes ahead; in an uncompressed file, their own
  // offset.
  std::uint64_t member() const { return entry().value_or(member_before_); }
  bool is_compressed() const { return decompressor_ != nullptr; }
  // Bytes behind the only member that are none themselves, known at the end.
  std::uint64_t ignored_bytes() const { return ignored_; }

  // Bytes of the file read so far, for messages and progress.
  std::uint64_t bytes_read() const;
  std::uint64_t bytes_total() const { return source_->size(); }

  const Error& corruption() const { return corruption_; }
  // Whether the corrupt member also holds the last byte consumed.
  bool corruption_reaches_back() const { return member_byte_ == member_before_; }
  // Drops the bytes ahead and resumes after a corrupt region; false at the end of the input.
  bool skip_corrupt();
  // After a corrupt region, a member counts as found only if it decompresses to this prefix.
  void expect_in_members(std::string_view prefix) { prefix_ = prefix; }

  // Returns to a position that was consumed; false if it is no longer available, or if too much was
  // read again for the size of the input.
  bool rewind(std::uint64_t position);

  // Moves to an offset that entry() returned. REQUIRES: can_enter().
  void enter(std::uint64_t byte);
  bool can_enter() const { return source_->seekable(); }

 private:
  struct RestartPoint {
    std::uint64_t position;
    std::uint64_t byte;
  };

  void reserve_output();
  Fill fill_plain();
  Fill fill_compressed();
  // Loads more compressed bytes; false at the end. If the device fails, damage_ has the error.
  bool load();
  Fill corrupt(ErrorCode code, std::string what);
  bool next_sign();
  bool decompresses_well();
  bool skip_zeros();
  Fill no_member(bool any_before);
  void forget_entries();
  std::uint64_t compressed_byte() const { return in_byte_ + in_at_; }

  std::unique_ptr<ByteSource> source_;
  std::unique_ptr<Decompressor> decompressor_;
  std::unique_ptr<Decompressor> trial_;
  std::string_view prefix_;

  // Uncompressed bytes; [begin_, end_) is ahead.
  std::unique_ptr<char[]> out_;
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::uint64_t position_ = 0;

  // Compressed bytes: [in_at_, in_end_) is not yet decompressed, earlier bytes are kept.
  std::unique_ptr<char[]> in_;
  std::size_t in_at_ = 0;
  std::size_t in_end_ = 0;
  std::uint64_t in_byte_ = 0;  // file offset of in_[0]
  std::uint64_t member_byte_ = 0;
  std::uint64_t member_before_ = 0;  // the last one that began before the bytes ahead
  bool in_member_ = false;
  bool first_ended_ = false;  // the first member, whole, and none since
  std::uint64_t ignored_ = 0;
  bool at_end_ = false;
  std::deque<RestartPoint> entries_;

  bool is_corrupt_ = false;
  bool device_failed_ = false;
  bool ended_ = false;  // nothing follows the corrupt region
  Error corruption_{};
  std::uint64_t again_ = 0;  // bytes read a second time
};

}  // namespace despin::read
