#include <glob.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "despin/reader.h"
#include "lib/base/guard.h"
#include "lib/read/byte_source.h"
#include "lib/read/input_names.h"

namespace despin {
inline namespace v1 {
namespace {

namespace fs = std::filesystem;

bool has_wildcard(const std::string& name) { return name.find_first_of("*?[") != name.npos; }

// The names that match a pattern, in order; nothing if none do.
std::vector<std::string> matches_of(const std::string& pattern) {
  glob_t found{};
  std::vector<std::string> names;
  // Not the locale's order, which differs between machines.
  if (::glob(pattern.c_str(), GLOB_NOSORT, nullptr, &found) == 0) {
    names.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
    std::sort(names.begin(), names.end());
  }
  ::globfree(&found);
  return names;
}

// Whether an entry of a folder (not a folder itself) is an input. A pipe would block, a link to a
// folder is not followed; a broken link is an error.
bool is_input(const fs::path& path) {
  if (read::input_name(path.native()).format == InputFormat::kGuess) return false;
  std::error_code error;
  const fs::file_type type = fs::status(path, error).type();
  return type == fs::file_type::regular || type == fs::file_type::not_found ||
         type == fs::file_type::none;
}

}  // namespace

struct InputWalk::Impl {
  // What remains of a folder, of a pattern, or of the names given; in reverse order.
  struct Level {
    std::vector<std::string> left;
    std::string folder;  // empty for the names given and those that match patterns
    bool named = false;  // given by the caller, not found while walking
    std::uint64_t inputs_before = 0;
  };

  Result<bool> next(std::string& path);
  Result<void> open_folder(const std::string& folder, bool named);

  std::vector<Level> levels;
  std::uint64_t inputs = 0;  // returned so far, and errors
};

Result<void> InputWalk::Impl::open_folder(const std::string& folder, bool named) {
  Level level{{}, folder, named, inputs};
  std::error_code error;
  fs::directory_iterator entries(folder, error);
  for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
    level.left.push_back(entries->path().native());
  }
  if (error) {
    ++inputs;  // report it only once
    return read::file_error(error.value());
  }
  std::sort(level.left.begin(), level.left.end(), std::greater<>());
  levels.push_back(std::move(level));
  return {};
}

Result<bool> InputWalk::Impl::next(std::string& path) {
  while (!levels.empty()) {
    Level& level = levels.back();
    if (level.left.empty()) {
      const Level done = std::move(level);
      levels.pop_back();
      if (!done.named || done.folder.empty() || inputs > done.inputs_before) continue;
      path = done.folder;
      ++inputs;
      return Error{ErrorCode::kNotFound,
                   "a folder without documents; expected files whose names end in .html, .htm, "
                   ".xhtml, .txt, .md, .jsonl, .ndjson, .csv, .tsv, .warc or .wet, with or "
                   "without .gz or .zst"};
    }
    path = std::move(level.left.back());
    level.left.pop_back();
    std::error_code error;
    if (level.folder.empty()) {
      const bool given = level.named;
      const fs::file_status status =
          path == "-" ? fs::file_status(fs::file_type::regular) : fs::status(path, error);
      if (fs::is_directory(status)) {
        if (auto opened = open_folder(path, true); !opened) return opened.error();
        continue;
      }
      if (given && !fs::exists(status) && has_wildcard(path)) {
        Level matches{matches_of(path), {}, false, inputs};
        if (matches.left.empty()) {
          ++inputs;
          return Error{ErrorCode::kNotFound, "a pattern that matches nothing; check the path"};
        }
        std::reverse(matches.left.begin(), matches.left.end());
        levels.push_back(std::move(matches));
        continue;
      }
    } else {
      if (fs::is_directory(fs::symlink_status(path, error))) {
        if (auto opened = open_folder(path, false); !opened) return opened.error();
        continue;
      }
      if (!is_input(path)) continue;
    }
    ++inputs;
    return true;
  }
  return false;
}

InputWalk::InputWalk(std::vector<std::string> names) : impl_(std::make_unique<Impl>()) {
  std::reverse(names.begin(), names.end());
  impl_->levels.push_back({std::move(names), {}, true, 0});
}
InputWalk::InputWalk(InputWalk&&) noexcept = default;
InputWalk& InputWalk::operator=(InputWalk&&) noexcept = default;
InputWalk::~InputWalk() = default;

Result<bool> InputWalk::next(std::string& path) {
  return base::guarded([&] { return impl_->next(path); });
}

}  // namespace v1
}  // namespace despin
