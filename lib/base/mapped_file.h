// lib/base/mapped_file.h
// The bytes of a file, mapped read-only, or bytes held in memory.
//
//   auto file = base::MappedFile::open(path);
//   if (!file) return file.error();
//   parse(file->bytes());
//
// Threads  Immutable.
// Errors   kNotFound, kNotReadable (a directory, a device, no permission, I/O).
//          Messages do not repeat the path; the caller knows it.
// Memory   Pages are shared between processes and read when touched. A file
//          that is cut short while mapped raises SIGBUS: replace by rename.
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

  // Valid until this object is destroyed or assigned; moving keeps it.
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
