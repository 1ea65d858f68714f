// lib/read/byte_source.h - the bytes of an input as they lie: a file, a pipe, memory.
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
  ByteSource(const ByteSource&) = delete;  // two would move one file's position
  ByteSource& operator=(const ByteSource&) = delete;
  virtual ~ByteSource() = default;

  // At most `capacity` bytes into `out`; 0 at the end alone.
  // Errors: kNotReadable.
  virtual Result<std::size_t> read(char* out, std::size_t capacity) = 0;

  // Whether seek() works.
  virtual bool seekable() const = 0;
  // REQUIRES: seekable(). Beyond the end nothing is read.
  virtual void seek(std::uint64_t byte) = 0;

  // 0 if it is not known, as of a pipe.
  virtual std::uint64_t size() const = 0;
};

// A file, or standard input for "-".
// Errors: kNotFound, kNotReadable.
Result<std::unique_ptr<ByteSource>> open_source(const std::string& path);

// What lies in memory and stays there as long as the source.
std::unique_ptr<ByteSource> memory_source(std::string_view bytes, bool seekable = true);

// What went wrong with a path, from errno.
Error file_error(int error_number);

}  // namespace despin::read
