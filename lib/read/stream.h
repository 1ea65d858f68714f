// lib/read/stream.h - an input as one row of bytes, whatever it was compressed in.
//
//   Stream stream(std::move(source));
//   if (auto begun = stream.begin(name); !begun) return begun.error();
//   while (stream.ahead().find('\n') == npos && stream.fill() == Fill::kMore) {}
//   stream.consume(size);
//
// A compressed file is a row of members; the file can be entered where one begins. Behind a
// corrupt member the stream goes on with the next that can be found.
//
// Units    position(): bytes uncompressed. entry(), corruption(): bytes of the file as stored.
// Threads  Single.
// Errors   corruption() says what is wrong where fill() gave kCorrupt.
// Memory   What is ahead, at most what the caller lets it grow to, and kLookBack of compressed
//          bytes, to look for a member inside one that turned out corrupt.
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
#include "lib/read/decompressor.h"

namespace despin::read {

enum class Fill : std::uint8_t {
  kMore,     // ahead() has grown
  kEnd,      // ahead() is all there is
  kCorrupt,  // ahead() is all up to the corruption
};

class Stream {
 public:
  explicit Stream(std::unique_ptr<ByteSource> source);

  // Tells from the first bytes what the input is compressed in. `may_be_gzip`, `may_be_zstd`:
  // the name says so, which counts where the first bytes are corrupt.
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
  bool is_compressed() const { return decompressor_ != nullptr; }

  // The file's bytes read so far, for messages and progress.
  std::uint64_t bytes_read() const;
  std::uint64_t bytes_total() const { return source_->size(); }

  const Error& corruption() const { return corruption_; }
  // Whether the corrupt member is the one that the last byte consumed lies in.
  bool corruption_reaches_back() const { return member_byte_ == member_before_; }
  // Drops what is ahead and goes on after a corrupt region; false if there is nothing more.
  bool skip_corrupt();
  // What a member must decompress to at its beginning to be taken for one after a corrupt region.
  void expect_in_members(std::string_view prefix) { prefix_ = prefix; }

  // Goes back to a position that was consumed; false if that can no longer be had, or has
  // been done more often than the size of the input warrants.
  bool rewind(std::uint64_t position);

  // Goes to a byte that entry() named. REQUIRES: can_enter().
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
  // More compressed bytes; false at the end. A device that fails leaves its error in damage_.
  bool load();
  Fill corrupt(ErrorCode code, std::string what);
  bool next_sign();
  bool decompresses_well();
  bool skip_zeros();
  void forget_entries();
  std::uint64_t compressed_byte() const { return in_byte_ + in_at_; }

  std::unique_ptr<ByteSource> source_;
  std::unique_ptr<Decompressor> decompressor_;
  std::unique_ptr<Decompressor> trial_;
  std::string_view prefix_;

  // Uncompressed: [begin_, end_) is ahead.
  std::unique_ptr<char[]> out_;
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::uint64_t position_ = 0;

  // Compressed: [in_at_, in_end_) is yet to be uncompressed, what lies before is kept.
  std::unique_ptr<char[]> in_;
  std::size_t in_at_ = 0;
  std::size_t in_end_ = 0;
  std::uint64_t in_byte_ = 0;  // of in_[0] in the file
  std::uint64_t member_byte_ = 0;
  std::uint64_t member_before_ = 0;  // the last that began before what is ahead
  bool in_member_ = false;
  bool at_end_ = false;
  std::deque<RestartPoint> entries_;

  bool is_corrupt_ = false;
  bool device_failed_ = false;
  bool ended_ = false;  // after a corrupt region there is nothing
  Error corruption_{};
  std::uint64_t again_ = 0;  // bytes read a second time
};

}  // namespace despin::read
