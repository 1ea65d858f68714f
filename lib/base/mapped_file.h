// lib/base/mapped_file.h - a read-only memory-mapped file, or bytes in memory.
//
//   auto file = base::MappedFile::open(path);
//   if (!file) return file.error();
//   parse(file->bytes());
//
// Threads  Immutable.
// Errors   kNotFound, kNotReadable (a directory, a device, no permission, I/O). Messages omit the
//          path, which the caller knows.
// Memory   Pages are shared between processes and loaded on first access. Access to a file that was
//          truncated while mapped raises SIGBUS: replace files by rename.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "despin/result.h"

namespace despin::base {

class MappedFile {
 public:
  MappedFile() = default;
  ~MappedFile();
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;

  static Result<MappedFile> open(const std::string& path);
  static MappedFile from_bytes(std::vector<std::byte> bytes);

  // Valid until this object is destroyed or assigned to; a move keeps it.
  std::span<const std::byte> bytes() const noexcept {
    return map_ != nullptr ? std::span<const std::byte>(map_, map_size_)
                           : std::span<const std::byte>(owned_);
  }

 private:
  const std::byte* map_ = nullptr;
  std::size_t map_size_ = 0;
  std::vector<std::byte> owned_;
};

}  // namespace despin::base
