#include "lib/scan/output_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "lib/base/replaced_file.h"

namespace despin::scan {
namespace {

constexpr std::size_t kFirstBytes = 4096;  // hold the head of a page up to its title

// The beginning of a regular file; empty if there is none, or it cannot be read.
std::string first_bytes(const std::string& path) {
  std::array<char, kFirstBytes> piece{};
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return {};
  const ssize_t size = ::read(fd, piece.data(), piece.size());
  ::close(fd);
  return size > 0 ? std::string(piece.data(), static_cast<std::size_t>(size)) : std::string();
}

}  // namespace

Error not_written() { return base::not_written(errno); }

bool is_same_file(const std::string& output, const std::string& input) {
  struct stat out {};
  struct stat in {};
  const bool standard = output.empty() || output == "-";
  if ((standard ? ::fstat(STDOUT_FILENO, &out) : ::stat(output.c_str(), &out)) != 0) return false;
  if ((input == "-" ? ::fstat(STDIN_FILENO, &in) : ::stat(input.c_str(), &in)) != 0) return false;
  return S_ISREG(out.st_mode) && out.st_dev == in.st_dev && out.st_ino == in.st_ino;
}

bool is_page(std::string_view bytes) {
  // Texts of others come later in a page.
  bytes = bytes.substr(0, std::min(bytes.size(), bytes.find("<title")));
  return bytes.starts_with("<!DOCTYPE html>") &&
         bytes.find("<meta name=\"generator\" content=\"despin ") != bytes.npos;
}

bool is_records(std::string_view bytes) { return bytes.starts_with("{\"schema\":\"despin.scan/"); }

bool is_progress(std::string_view bytes) {
  return bytes.starts_with("{\"schema\":\"despin.scan_progress/");
}

bool is_foreign(const std::string& path, bool (*is_ours)(std::string_view)) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0 || !S_ISREG(found.st_mode)) return false;
  return found.st_size > 0 && !is_ours(first_bytes(path));
}

Result<void> is_no_input(const std::string& path, std::span<const std::string> inputs) {
  const bool is_input = std::any_of(inputs.begin(), inputs.end(), [&](const std::string& input) {
    return is_same_file(path, input);
  });
  if (!is_input) return {};
  return Error{ErrorCode::kBadInput,
               "one of the inputs; expected another file to write to: name another one"};
}

Result<void> may_become_page(const std::string& path, std::span<const std::string> inputs,
                             bool overwrite) {
  if (auto ok = is_no_input(path, inputs); !ok || overwrite || !is_foreign(path, is_page))
    return ok;
  return Error{ErrorCode::kBadInput,
               "a file that is no page of despin; expected a new file, or a page to bring up to "
               "date: name another one, or give --overwrite"};
}

Result<void> write_file(const std::string& path, std::string_view bytes) {
  base::remove_leftovers(path);
  return base::replace_file(path, bytes);
}

}  // namespace despin::scan
