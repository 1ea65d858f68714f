#include "lib/scan/output_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>

namespace despin::scan {
namespace {

namespace fs = std::filesystem;

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

Result<void> write_through(const std::string& path, std::string_view bytes) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (file < 0) return not_written();
  const bool written = write_all(file, bytes);
  const Error error = not_written();
  ::close(file);
  if (!written) return error;
  return {};
}

}  // namespace

Error not_written() {
  const std::error_code code(errno, std::generic_category());
  if (code == std::errc::no_such_file_or_directory) {
    return {ErrorCode::kNotWritten, "no such folder to write to; check the path"};
  }
  return {ErrorCode::kNotWritten, "cannot be written (" + code.message() +
                                      "); expected free space and write permission in its folder"};
}

Result<void> write_file(const std::string& path, std::string_view bytes) {
  std::error_code none;
  const fs::file_status status = fs::status(path, none);
  if (fs::exists(status) && !fs::is_regular_file(status)) return write_through(path, bytes);
  // A symbolic link is kept; its target is replaced.
  const std::string target =
      fs::is_symlink(path, none) ? fs::weakly_canonical(path, none).string() : path;
  std::string temporary = target + ".XXXXXX";
  const int file = ::mkostemp(temporary.data(), O_CLOEXEC);
  if (file < 0) return not_written();
  const mode_t mask = ::umask(0);
  ::umask(mask);
  const bool written = write_all(file, bytes) && ::fchmod(file, 0666 & ~mask) == 0 &&
                       ::fsync(file) == 0 && std::rename(temporary.c_str(), target.c_str()) == 0;
  const Error error = not_written();  // before close() changes errno
  ::close(file);
  if (written) return {};
  ::unlink(temporary.c_str());
  return error;
}

}  // namespace despin::scan
