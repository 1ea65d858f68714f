// lib/read/byte_source.h - the bytes of an input as stored: a file, a pipe or memory.
//
//   auto source = open_source("crawl.warc.gz");
//   auto size = (*source)->read(buffer, capacity);   // 0 at the end
//
// Threads  Single.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "despin/result.h"

namespace despin::read {

class ByteSource {
 public:
  ByteSource() = default;
  ByteSource(const ByteSource&) = delete;  // copies would share one file position
  ByteSource& operator=(const ByteSource&) = delete;
  virtual ~ByteSource() = default;

  // Reads at most `capacity` bytes into `out`. Returns 0 only at the end. Errors: kNotReadable.
  virtual Result<std::size_t> read(char* out, std::size_t capacity) = 0;

  // Whether seek() works.
  virtual bool seekable() const = 0;
  // REQUIRES: seekable(). A read beyond the end returns 0.
  virtual void seek(std::uint64_t byte) = 0;

  // 0 if unknown, as for a pipe.
  virtual std::uint64_t size() const = 0;
};

// A file, or standard input for "-".
// Errors: kNotFound, kNotReadable.
Result<std::unique_ptr<ByteSource>> open_source(const std::string& path);

// Reads from memory, which must outlive the source.
std::unique_ptr<ByteSource> memory_source(std::string_view bytes, bool seekable = true);

// The Error for errno after a failed call on a path, which may be none: an address.
Error file_error(int error_number, std::string_view path = {});

}  // namespace despin::read
