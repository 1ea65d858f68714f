// lib/read/decompressor.h - compressed bytes undone piece by piece: gzip and zstd.
//
//   auto decompressor = gzip_decompressor();
//   for (decompressor->begin();;) {
//     const DecompressionStep step = decompressor->decompress(in, in_size, out, out_size);
//     ...
//   }
//
// A compressed file is a row of members (zstd: frames), each complete in itself.
// Threads  Single.
// Errors   As a step; nothing is thrown but std::bad_alloc.
// Memory   At most the window of the format: gzip 32 KiB, zstd 128 MiB if the file asks
//          for it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace despin::read {

struct DecompressionStep {
  enum class State : std::uint8_t {
    kMore,     // give more input, or more room
    kEnd,      // of a member, its checksum found right
    kCorrupt,  // `why` says how
  };
  State state = State::kMore;
  // Of the input; below 0 if a member ended in bytes that an earlier step had taken.
  std::ptrdiff_t taken = 0;
  std::size_t given = 0;  // of the output
  const char* why = "";
};

class Decompressor {
 public:
  Decompressor() = default;
  Decompressor(const Decompressor&) = delete;  // holds a window of its own
  Decompressor& operator=(const Decompressor&) = delete;
  virtual ~Decompressor() = default;

  // Before each member.
  virtual void begin() = 0;
  // All that can be: takes input until it, the room or the member ends.
  virtual DecompressionStep decompress(const char* in, std::size_t in_size, char* out,
                                       std::size_t out_size) = 0;

  // Whether a member may begin with these bytes, of which there are at least kSignBytes.
  virtual bool is_sign(std::string_view bytes) const = 0;
  // The first byte of every sign.
  virtual char first_sign_byte() const = 0;
  // "gzip", for messages.
  virtual const char* name() const = 0;
};

// Bytes that tell a format.
inline constexpr std::size_t kSignBytes = 4;

std::unique_ptr<Decompressor> gzip_decompressor();
std::unique_ptr<Decompressor> zstd_decompressor();

}  // namespace despin::read
