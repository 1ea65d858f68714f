// lib/read/decompressor.h - streaming decompression of gzip, zstd, bzip2 and xz.
//
//   auto decompressor = gzip_decompressor();
//   for (decompressor->begin();;) {
//     const DecompressionStep step = decompressor->decompress(in, in_size, out, out_size);
//     ...
//   }
//
// A compressed file is a sequence of independent members (zstd: frames).
// Threads  Single.
// Errors   Returned in the step; only std::bad_alloc is thrown.
// Memory   At most the window of the format: gzip 32 KiB, bzip2 4 MiB, zstd and xz 128 MiB if the
//          file asks for it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace despin::read {

struct DecompressionStep {
  enum class State : std::uint8_t {
    kMore,     // give more input or more output space
    kEnd,      // end of a member, checksum verified
    kCorrupt,  // `why` gives the reason
  };
  State state = State::kMore;
  // Input bytes used; negative if a member ended within bytes that an earlier step had taken.
  std::ptrdiff_t taken = 0;
  std::size_t given = 0;  // output bytes written
  const char* why = "";
};

class Decompressor {
 public:
  Decompressor() = default;
  Decompressor(const Decompressor&) = delete;  // owns a window
  Decompressor& operator=(const Decompressor&) = delete;
  virtual ~Decompressor() = default;

  // Call before each member.
  virtual void begin() = 0;
  // Decompresses until the input, the output space or the member ends.
  virtual DecompressionStep decompress(const char* in, std::size_t in_size, char* out,
                                       std::size_t out_size) = 0;

  // Whether a member can begin with these bytes. REQUIRES: at least kSignBytes of them.
  virtual bool is_sign(std::string_view bytes) const = 0;
  // The first byte of the format's signature.
  virtual char first_sign_byte() const = 0;
  // "gzip", for messages.
  virtual const char* name() const = 0;
};

// Bytes that identify a format.
inline constexpr std::size_t kSignBytes = 4;

enum class Packing : std::uint8_t { kNone, kGzip, kZstd, kBzip2, kXz };

std::unique_ptr<Decompressor> gzip_decompressor();
std::unique_ptr<Decompressor> zstd_decompressor();
std::unique_ptr<Decompressor> bzip2_decompressor();
std::unique_ptr<Decompressor> xz_decompressor();
// Null for kNone.
std::unique_ptr<Decompressor> decompressor_of(Packing packing);

}  // namespace despin::read
