#include "lib/base/replaced_file.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <cstdint>
#include <cstdio>
#include <system_error>
#include <utility>

namespace despin::base {
namespace {

constexpr std::string_view kEnding = ".part";
constexpr std::size_t kDigits = 16;
// Of the target's name; the rest of the temporary one must fit beside it.
constexpr std::size_t kMaxPrefix = NAME_MAX - kDigits - kEnding.size() - 1;

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? std::string() : path.substr(0, slash + 1);
}

// What the links at the end of a path lead to, whether or not it is there; empty, with errno, if
// they lead nowhere.
std::string followed(std::string path) {
  constexpr int kMaxLinks = 40;  // as Linux has it
  std::array<char, PATH_MAX> link{};
  for (int i = 0; i < kMaxLinks; ++i) {
    const ssize_t size = ::readlink(path.c_str(), link.data(), link.size());
    if (size < 0) return path;  // not a link, or not there
    const std::string target(link.data(), static_cast<std::size_t>(size));
    path = target.starts_with('/') ? target : folder_of(path).append(target);
  }
  errno = ELOOP;
  return {};
}

// Unguessable, so that nobody can be waiting under that name. Empty, with errno, on failure.
std::string random_digits() {
  std::uint64_t bits = 0;
  ssize_t got = 0;
  do {
    got = ::getrandom(&bits, sizeof bits, 0);
  } while (got < 0 && errno == EINTR);
  if (got != sizeof bits) return {};
  std::string digits(kDigits, '0');
  for (char& digit : digits) {
    digit = "0123456789abcdef"[bits & 15];
    bits >>= 4;
  }
  return digits;
}

// Opens a new file and locks it; -1, with errno. A remove_leftovers() that comes between the two
// takes it for one that was left: then there is no name to it any more.
int open_new(const std::string& path) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
  if (fd < 0) return -1;
  const bool taken = ::flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  struct stat info {};
  if (!taken && ::fstat(fd, &info) == 0 && info.st_nlink > 0) return fd;
  ::close(fd);
  ::unlink(path.c_str());
  errno = EEXIST;
  return -1;
}

// Unless its writer lives, who holds the lock of it.
void remove_if_left(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0) return;
  struct stat info {};
  const bool left =
      ::fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && ::flock(fd, LOCK_EX | LOCK_NB) == 0;
  if (left) ::unlink(path.c_str());  // while the lock is held: see open_new()
  ::close(fd);
}

Result<void> write_through(const std::string& path, std::string_view bytes) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (fd < 0) return not_written(errno);
  const bool written = write_all(fd, std::as_bytes(std::span(bytes)));
  const int error = errno;
  if (::close(fd) != 0 && written) return not_written(errno);
  if (!written) return not_written(error);
  return {};
}

}  // namespace

Error not_written(int error) {
  const std::error_code code(error, std::generic_category());
  if (code == std::errc::no_such_file_or_directory) {
    return {ErrorCode::kNotWritten, "no such folder to write to; check the path"};
  }
  return {ErrorCode::kNotWritten, "cannot be written (" + code.message() +
                                      "); expected free space and write permission in its folder"};
}

bool write_all(int fd, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return true;
}

bool sync_folder_of(const std::string& path) {
  const std::string folder = folder_of(path);
  const int fd = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return errno == EACCES || errno == EPERM;  // one may write to it without reading it
  const bool synced = ::fsync(fd) == 0 || errno == EINVAL || errno == ENOTSUP || errno == EROFS;
  const int error = errno;
  ::close(fd);
  errno = error;
  return synced;
}

ReplacedFile::ReplacedFile(std::string target, std::string temporary, int fd)
    : target_(std::move(target)), temporary_(std::move(temporary)), fd_(fd) {}

ReplacedFile::~ReplacedFile() { drop(); }

ReplacedFile::ReplacedFile(ReplacedFile&& other) noexcept
    : target_(std::move(other.target_)),
      temporary_(std::move(other.temporary_)),
      fd_(std::exchange(other.fd_, -1)) {}

ReplacedFile& ReplacedFile::operator=(ReplacedFile&& other) noexcept {
  if (this == &other) return *this;
  drop();
  target_ = std::move(other.target_);
  temporary_ = std::move(other.temporary_);
  fd_ = std::exchange(other.fd_, -1);
  return *this;
}

void ReplacedFile::drop() noexcept {
  if (fd_ < 0) return;
  ::unlink(temporary_.c_str());
  ::close(std::exchange(fd_, -1));
}

Result<ReplacedFile> ReplacedFile::create(const std::string& path) {
  constexpr int kTries = 16;
  const std::string target = followed(path);
  if (target.empty()) return not_written(errno);
  const std::string folder = folder_of(target);
  const std::string prefix = folder + target.substr(folder.size(), kMaxPrefix) + ".";
  int fd = -1;
  std::string temporary;
  for (int i = 0; fd < 0 && i < kTries; ++i) {
    const std::string digits = random_digits();
    if (digits.empty()) return not_written(errno);
    temporary.assign(prefix).append(digits).append(kEnding);
    fd = open_new(temporary);
    if (fd < 0 && errno != EEXIST) return not_written(errno);
  }
  if (fd < 0) return not_written(errno);
  ReplacedFile file(target, std::move(temporary), fd);
  struct stat old {};
  if (::stat(target.c_str(), &old) == 0 && ::fchmod(fd, old.st_mode & 0777) != 0) {
    return not_written(errno);
  }
  return file;
}

Result<void> ReplacedFile::commit() {
  if (::fsync(fd_) != 0 || ::rename(temporary_.c_str(), target_.c_str()) != 0) {
    const Error error = not_written(errno);
    drop();
    return error;
  }
  ::close(std::exchange(fd_, -1));  // all is on disk: nothing is left that could fail
  if (sync_folder_of(target_)) return {};
  return Error{ErrorCode::kNotWritten,
               "written, but its folder could not be synced (" +
                   std::error_code(errno, std::generic_category()).message() +
                   "): it may not outlive a loss of power; check the disk and repeat"};
}

Result<void> replace_file(const std::string& path, std::string_view bytes) {
  struct stat info {};
  if (::stat(path.c_str(), &info) == 0 && !S_ISREG(info.st_mode)) {
    return write_through(path, bytes);
  }
  auto file = ReplacedFile::create(path);
  if (!file) return file.error();
  if (!write_all(file->descriptor(), std::as_bytes(std::span(bytes)))) return not_written(errno);
  return file->commit();
}

bool is_temporary(std::string_view name, std::string_view& target) {
  if (!name.ends_with(kEnding)) return false;
  name.remove_suffix(kEnding.size());
  if (name.size() < kDigits + 2) return false;
  const std::string_view digits = name.substr(name.size() - kDigits);
  name.remove_suffix(kDigits);
  if (!name.ends_with('.') || digits.find_first_not_of("0123456789abcdef") != digits.npos) {
    return false;
  }
  target = name.substr(0, name.size() - 1);
  return true;
}

void remove_leftovers(const std::string& path) {
  const std::string target = followed(path);
  if (target.empty()) return;
  const std::string folder = folder_of(target);
  const std::string prefix = target.substr(folder.size(), kMaxPrefix);
  DIR* entries = ::opendir(folder.empty() ? "." : folder.c_str());
  if (entries == nullptr) return;
  while (const dirent* entry = ::readdir(entries)) {
    std::string_view replaced;
    if (is_temporary(entry->d_name, replaced) && replaced == prefix) {
      remove_if_left(folder + entry->d_name);
    }
  }
  ::closedir(entries);
}

}  // namespace despin::base
