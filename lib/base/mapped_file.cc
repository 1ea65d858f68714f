#include "lib/base/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>

namespace despin::base {
namespace {

Error not_readable(const char* found) {
  return {ErrorCode::kNotReadable,
          std::string(found) + "; expected a readable regular file; check the path and its mode"};
}

Error open_error(int error) {
  if (error == ENOENT || error == ENOTDIR) {
    return {ErrorCode::kNotFound,
            "no such file; expected the path of an existing file; check its spelling"};
  }
  if (error == EACCES || error == EPERM) return not_readable("permission denied");
  return not_readable("the system could not open the file");
}

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

}  // namespace

MappedFile::~MappedFile() {
  if (map_ != nullptr) ::munmap(const_cast<std::byte*>(map_), map_size_);
}

MappedFile::MappedFile(MappedFile&& other) noexcept { *this = std::move(other); }

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  if (this != &other) {
    if (map_ != nullptr) ::munmap(const_cast<std::byte*>(map_), map_size_);
    map_ = std::exchange(other.map_, nullptr);
    map_size_ = std::exchange(other.map_size_, 0);
    owned_ = std::move(other.owned_);
    other.owned_.clear();
  }
  return *this;
}

Result<MappedFile> MappedFile::open(const std::string& path) {
  // O_NONBLOCK: open() must not wait for the writer of a named pipe.
  const Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (fd.get() < 0) return open_error(errno);
  struct stat info {};
  if (::fstat(fd.get(), &info) != 0) return not_readable("the system could not examine the file");
  if (S_ISDIR(info.st_mode)) return not_readable("the path is a directory");
  if (!S_ISREG(info.st_mode)) return not_readable("the path is a device, pipe or socket");

  MappedFile file;
  if (info.st_size == 0) return file;  // mmap rejects a length of zero
  const auto size = static_cast<std::size_t>(info.st_size);
  void* map = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, fd.get(), 0);
  if (map == MAP_FAILED) return not_readable("the system could not map the file");
  file.map_ = static_cast<const std::byte*>(map);
  file.map_size_ = size;
  return file;
}

MappedFile MappedFile::from_bytes(std::vector<std::byte> bytes) {
  MappedFile file;
  file.owned_ = std::move(bytes);
  return file;
}

}  // namespace despin::base
