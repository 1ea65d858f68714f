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
  Descriptor() = default;
  ~Descriptor() { reset(-1); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }
  void reset(int fd) {
    if (fd_ >= 0) ::close(fd_);
    fd_ = fd;
  }

 private:
  int fd_ = -1;
};

// Opens a regular file and learns its size.
Result<void> open_file(const std::string& path, Descriptor& fd, std::size_t& size) {
  // O_NONBLOCK: open() must not wait for the writer of a named pipe.
  fd.reset(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (fd.get() < 0) return open_error(errno);
  struct stat info {};
  if (::fstat(fd.get(), &info) != 0) return not_readable("the system could not examine the file");
  if (S_ISDIR(info.st_mode)) return not_readable("the path is a directory");
  if (!S_ISREG(info.st_mode)) return not_readable("the path is a device, pipe or socket");
  size = static_cast<std::size_t>(info.st_size);
  return {};
}

}  // namespace

MappedFile::~MappedFile() { unmap(); }

MappedFile::MappedFile(MappedFile&& other) noexcept { *this = std::move(other); }

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  if (this != &other) {
    unmap();
    bytes_ = std::exchange(other.bytes_, {});
    mapped_ = std::exchange(other.mapped_, false);
    owned_ = std::move(other.owned_);
    other.owned_.clear();
  }
  return *this;
}

void MappedFile::unmap() noexcept {
  if (mapped_) ::munmap(const_cast<std::byte*>(bytes_.data()), bytes_.size());
}

Result<MappedFile> MappedFile::open(const std::string& path) {
  Descriptor fd;
  std::size_t size = 0;
  if (auto ok = open_file(path, fd, size); !ok) return ok.error();
  MappedFile file;
  if (size == 0) return file;  // mmap rejects a length of zero
  void* map = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, fd.get(), 0);
  if (map == MAP_FAILED) return not_readable("the system could not map the file");
  file.bytes_ = {static_cast<const std::byte*>(map), size};
  file.mapped_ = true;
  return file;
}

Result<MappedFile> MappedFile::read(const std::string& path) {
  Descriptor fd;
  std::size_t size = 0;
  if (auto ok = open_file(path, fd, size); !ok) return ok.error();
  MappedFile file;
  file.owned_.resize(size);
  std::size_t have = 0;
  while (have < size) {
    const ssize_t got = ::read(fd.get(), file.owned_.data() + have, size - have);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return not_readable("the system could not read the file");
    if (got == 0) break;  // it was truncated meanwhile
    have += static_cast<std::size_t>(got);
  }
  file.owned_.resize(have);
  return file;
}

MappedFile MappedFile::from_bytes(std::vector<std::byte> bytes) {
  MappedFile file;
  file.owned_ = std::move(bytes);
  return file;
}

MappedFile MappedFile::view(std::span<const std::byte> bytes) {
  MappedFile file;
  file.bytes_ = bytes;
  return file;
}

}  // namespace despin::base
