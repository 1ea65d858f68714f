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
//          truncated while mapped raises SIGBUS: replace files by rename, or read() them, which
//          takes memory as large as the file.
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
  // Into memory of this process, whatever becomes of the file.
  static Result<MappedFile> read(const std::string& path);
  static MappedFile from_bytes(std::vector<std::byte> bytes);
  // REQUIRES: `bytes` outlive this object and all that it is moved to.
  static MappedFile view(std::span<const std::byte> bytes);

  // Valid until this object is destroyed or assigned to; a move keeps it.
  std::span<const std::byte> bytes() const noexcept {
    return owned_.empty() ? bytes_ : std::span<const std::byte>(owned_);
  }

 private:
  void unmap() noexcept;

  std::span<const std::byte> bytes_;  // of the map, or of others
  bool mapped_ = false;
  std::vector<std::byte> owned_;  // instead, unless empty
};

}  // namespace despin::base
