// tests/support/memory_file.h - a file that lies in memory alone, for code that opens paths.
//
//   MemoryFile file("model");
//   file.assign(bytes);
//   auto detector = Detector::open(file.path());
//
// Errors   Aborts: there is no memory left.
// Cost     No disk is touched; assign() is two calls of the system.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <span>
#include <string>

namespace despin {

class MemoryFile {
 public:
  explicit MemoryFile(const char* name) : file_(::memfd_create(name, MFD_CLOEXEC)) {
    if (file_ < 0) std::abort();
  }
  ~MemoryFile() { ::close(file_); }
  MemoryFile(const MemoryFile&) = delete;  // owns a descriptor
  MemoryFile& operator=(const MemoryFile&) = delete;

  std::string path() const { return "/proc/self/fd/" + std::to_string(file_); }

  void assign(std::span<const std::byte> bytes) const {
    const auto size = static_cast<::ssize_t>(bytes.size());
    if (::ftruncate(file_, size) != 0) std::abort();
    if (::pwrite(file_, bytes.data(), bytes.size(), 0) != size) std::abort();
  }

 private:
  int file_;
};

}  // namespace despin
