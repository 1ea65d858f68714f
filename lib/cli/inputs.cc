#include "lib/cli/inputs.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

#include "despin/reader.h"

namespace despin::cli {
namespace {

Error file_error(std::error_code code) {
  if (code == std::errc::no_such_file_or_directory || code == std::errc::not_a_directory) {
    return {ErrorCode::kNotFound, "no such file or directory; check the path"};
  }
  if (code == std::errc::permission_denied) {
    return {ErrorCode::kNotReadable, "permission denied; expected to be allowed to read it"};
  }
  return {ErrorCode::kNotReadable, "cannot be read (" + code.message() + ")"};
}

struct CloseFile {
  void operator()(std::FILE* file) const {
    if (file != stdin) std::fclose(file);
  }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

File open_file(const std::string& path) {
  return File(path == "-" ? stdin : std::fopen(path.c_str(), "rbe"));
}

Error last_error() { return file_error({errno, std::generic_category()}); }

}  // namespace

Result<std::string> read_bytes(const std::string& path) {
  const File file = open_file(path);
  if (file == nullptr) return last_error();
  std::string bytes;
  std::array<char, std::size_t{64} << 10> piece{};
  std::size_t size = 0;
  while ((size = std::fread(piece.data(), 1, piece.size(), file.get())) > 0) {
    bytes.append(piece.data(), size);
    if (bytes.size() > kMaxTextFileBytes) {
      return Error{ErrorCode::kTooLarge, "more than " + std::to_string(kMaxTextFileBytes) +
                                             " bytes; expected one document: split it"};
    }
  }
  if (std::ferror(file.get()) != 0) return last_error();
  return bytes;
}

Result<Document> read_input(const std::string& path) {
  const auto bytes = read_bytes(path);
  if (!bytes) return bytes.error();
  return read_document(*bytes, {.name = path, .content_type = {}});
}

Result<void> for_each_line(const std::string& path,
                           const std::function<bool(std::size_t, std::string_view)>& on_line) {
  const File file = open_file(path);
  if (file == nullptr) return last_error();
  std::string line;
  std::array<char, std::size_t{64} << 10> piece{};
  std::size_t number = 1;
  std::size_t size = 0;
  const auto finish = [&] {
    const bool blank = line.find_first_not_of(" \t\r") == std::string::npos;
    const bool go_on = blank || on_line(number, line);
    line.clear();
    ++number;
    return go_on;
  };
  while ((size = std::fread(piece.data(), 1, piece.size(), file.get())) > 0) {
    std::string_view rest(piece.data(), size);
    for (std::size_t end = rest.find('\n'); end != rest.npos; end = rest.find('\n')) {
      line.append(rest.substr(0, end));
      rest.remove_prefix(end + 1);
      if (!finish()) return {};
    }
    line.append(rest);
    if (line.size() > kMaxTextFileBytes) {
      return Error{ErrorCode::kTooLarge, "line " + std::to_string(number) + " is longer than " +
                                             std::to_string(kMaxTextFileBytes) +
                                             " bytes; expected one record a line"};
    }
  }
  if (std::ferror(file.get()) != 0) return last_error();
  if (!line.empty()) finish();
  return {};
}

}  // namespace despin::cli
