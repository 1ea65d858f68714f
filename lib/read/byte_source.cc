#include "lib/read/byte_source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "lib/read/address.h"

namespace despin::read {
namespace {

class FileSource final : public ByteSource {
 public:
  // Owns `descriptor` unless it is standard input.
  FileSource(int descriptor, const struct stat& found) : descriptor_(descriptor) {
    if (!S_ISREG(found.st_mode)) return;
    // Another program may have read from standard input before.
    const off_t begin = ::lseek(descriptor, 0, SEEK_CUR);
    seekable_ = begin == 0;
    if (begin >= 0) size_ = static_cast<std::uint64_t>(std::max(off_t{0}, found.st_size - begin));
  }

  ~FileSource() override {
    if (descriptor_ != STDIN_FILENO) ::close(descriptor_);
  }

  Result<std::size_t> read(char* out, std::size_t capacity) override {
    // A signal whose handler does not restart calls is meant to interrupt the read.
    const ssize_t size = ::read(descriptor_, out, capacity);
    if (size < 0) return file_error(errno);
    return static_cast<std::size_t>(size);
  }

  bool seekable() const override { return seekable_; }
  void seek(std::uint64_t byte) override {
    ::lseek(descriptor_, static_cast<off_t>(std::min(byte, size_)), SEEK_SET);
  }
  std::uint64_t size() const override { return size_; }

 private:
  int descriptor_;
  bool seekable_ = false;
  std::uint64_t size_ = 0;
};

class MemorySource final : public ByteSource {
 public:
  MemorySource(std::string_view bytes, bool seekable) : bytes_(bytes), seekable_(seekable) {}

  Result<std::size_t> read(char* out, std::size_t capacity) override {
    const std::size_t size = std::min(capacity, bytes_.size() - at_);
    if (size > 0) std::memcpy(out, bytes_.data() + at_, size);
    at_ += size;
    return size;
  }
  bool seekable() const override { return seekable_; }
  void seek(std::uint64_t byte) override {
    at_ = static_cast<std::size_t>(std::min<std::uint64_t>(byte, bytes_.size()));
  }
  std::uint64_t size() const override { return seekable_ ? bytes_.size() : 0; }

 private:
  std::string_view bytes_;
  bool seekable_;
  std::size_t at_ = 0;
};

}  // namespace

Error file_error(int error_number, std::string_view path) {
  switch (error_number) {
    case ENOENT:
    case ENOTDIR:
      if (is_web_address(path)) {
        return {ErrorCode::kNotFound,
                "an address, which is not fetched; expected a file: curl -s -o page.html URL"};
      }
      return {ErrorCode::kNotFound, "no such file or directory; check the path"};
    case EACCES:
    case EPERM:
      return {ErrorCode::kNotReadable,
              "permission denied; expected a readable file; check its mode"};
    default:
      return {ErrorCode::kNotReadable,
              "cannot be read (" + std::generic_category().message(error_number) + ")"};
  }
}

Result<std::unique_ptr<ByteSource>> open_source(const std::string& path) {
  const int descriptor =
      path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (descriptor < 0) return file_error(errno, path);
  struct stat found {};
  int error = ::fstat(descriptor, &found) == 0 ? 0 : errno;
  if (error == 0 && S_ISDIR(found.st_mode)) error = EISDIR;
  if (error != 0) {
    if (descriptor != STDIN_FILENO) ::close(descriptor);
    return file_error(error);
  }
  return std::unique_ptr<ByteSource>(std::make_unique<FileSource>(descriptor, found));
}

std::unique_ptr<ByteSource> memory_source(std::string_view bytes, bool seekable) {
  return std::make_unique<MemorySource>(bytes, seekable);
}

}  // namespace despin::read
