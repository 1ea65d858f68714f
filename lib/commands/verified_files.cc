#include "lib/commands/verified_files.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <functional>
#include <system_error>

#include "lib/base/replaced_file.h"
#include "lib/commands/console.h"
#include "lib/index/manifest.h"
#include "lib/scan/inputs.h"

namespace despin::commands {
namespace {

constexpr std::size_t kMaxRemembered = 1000;  // the last ones
constexpr std::time_t kSettled = 2;           // seconds without a change

// Empty if there is no place for it.
std::string cache_folder() {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  if (cache != nullptr && *cache == '/') return std::string(cache) + "/despin";
  const char* home = std::getenv("HOME");
  if (home != nullptr && *home == '/') return std::string(home) + "/.cache/despin";
  return {};
}

// What tells this state of the file from others; empty if it cannot be examined.
std::string line_of(const struct stat& file) {
  const auto time = [](const timespec& t) {
    return std::to_string(t.tv_sec) + "." + std::to_string(t.tv_nsec);
  };
  return std::to_string(file.st_dev) + " " + std::to_string(file.st_ino) + " " +
         std::to_string(file.st_size) + " " + time(file.st_mtim) + " " + time(file.st_ctim);
}

// Calls on_corrupt for each segment that is not whole.
void verify_segments(const std::string& folder,
                     const std::function<void(const std::string&, const Error&)>& on_corrupt) {
  const auto manifest = index::read_manifest(folder);
  if (!manifest) return;  // whoever opens the index says what is wrong with it
  VerifiedFiles verified;
  for (const index::SegmentEntry& entry : manifest->segments) {
    const std::string path = folder + "/" + entry.file;
    if (verified.holds(path)) continue;
    const auto segment = index::Segment::open(folder, entry, {.verify = true});
    if (segment) {
      verified.remember(path);
    } else {
      on_corrupt(path, segment.error());
    }
  }
}

}  // namespace

VerifiedFiles::VerifiedFiles() {
  const std::string folder = cache_folder();
  if (folder.empty()) return;
  std::error_code none;
  std::filesystem::create_directories(folder, none);
  if (::access(folder.c_str(), W_OK) != 0) return;
  cache_ = folder + "/verified";
  if (!std::filesystem::is_regular_file(cache_, none)) return;
  if (!scan::for_each_line(cache_, [this](std::size_t, std::string_view line) {
        lines_.emplace_back(line);
        return lines_.size() < 2 * kMaxRemembered;
      })) {
    lines_.clear();
  }
}

bool VerifiedFiles::holds(const std::string& path) {
  struct stat file {};
  if (::stat(path.c_str(), &file) != 0) return false;
  if (cache_.empty()) return static_cast<std::uint64_t>(file.st_size) > kMaxUnremembered;
  const std::string& line = asked_[path] = line_of(file);
  return std::find(lines_.begin(), lines_.end(), line) != lines_.end();
}

void VerifiedFiles::remember(const std::string& path) {
  const auto asked = asked_.find(path);
  struct stat file {};
  if (asked == asked_.end() || ::stat(path.c_str(), &file) != 0) return;
  const std::time_t changed = std::max(file.st_mtim.tv_sec, file.st_ctim.tv_sec);
  if (asked->second != line_of(file) || changed + kSettled > std::time(nullptr)) return;
  if (std::find(lines_.begin(), lines_.end(), asked->second) != lines_.end()) return;
  lines_.push_back(asked->second);
  changed_ = true;
}

void VerifiedFiles::save() const {
  if (!changed_) return;
  std::string bytes;
  const std::size_t first = lines_.size() - std::min(lines_.size(), kMaxRemembered);
  for (std::size_t i = first; i < lines_.size(); ++i) bytes += lines_[i] + "\n";
  base::remove_leftovers(cache_);
  // What is not remembered is verified again.
  [[maybe_unused]] const auto written = base::replace_file(cache_, bytes);
}

Result<SourceIndex> open_index(const std::string& folder, const Detector& detector) {
  bool corrupt = false;
  verify_segments(folder, [&](const std::string&, const Error&) { corrupt = true; });
  return SourceIndex::open(folder, detector, {.verify = corrupt});
}

bool segments_are_whole(const std::string& folder) {
  bool whole = true;
  verify_segments(folder, [&](const std::string& path, const Error& error) {
    complain(path, error.message);
    whole = false;
  });
  return whole;
}

}  // namespace despin::commands
