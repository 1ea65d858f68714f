// Implements despin::snapshot_index(). Segments never change, so that a link is a copy.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <vector>

#include "despin/index.h"
#include "lib/base/guard.h"
#include "lib/base/mapped_file.h"
#include "lib/base/replaced_file.h"
#include "lib/index/index.h"
#include "lib/index/index_folder.h"
#include "lib/index/manifest.h"

namespace despin {
inline namespace v1 {
namespace {

// As of open_index(): a merge may remove a segment before it is linked.
constexpr int kMaxTries = 1000;

// What has been made so far; gone again unless the snapshot succeeds.
class Made {
 public:
  explicit Made(std::string folder) : folder_(std::move(folder)) {}
  ~Made() {
    if (stays_) return;
    forget();
    if (made_folder_) ::rmdir(folder_.c_str());
  }
  Made(const Made&) = delete;
  Made& operator=(const Made&) = delete;

  Result<void> make_folder() {
    made_folder_ = ::access(folder_.c_str(), F_OK) != 0;
    if (auto ok = index::make_folder(folder_); !ok) {
      made_folder_ = false;
      return ok;
    }
    if (index::files_in(folder_).empty()) return {};
    return Error{ErrorCode::kBadInput,
                 "a folder with files; expected an empty folder, or none, for the snapshot; name "
                 "another one"};
  }
  void add(const std::string& file) { files_.push_back(folder_ + "/" + file); }
  void forget() {
    for (const std::string& file : files_) ::unlink(file.c_str());
    files_.clear();
  }
  void stay() { stays_ = true; }

 private:
  const std::string folder_;
  std::vector<std::string> files_;
  bool made_folder_ = false;
  bool stays_ = false;
};

Result<void> link_or_copy(const std::string& from, const std::string& to) {
  if (::link(from.c_str(), to.c_str()) == 0) return {};
  if (errno == ENOENT) return Error{ErrorCode::kNotFound, "no such segment"};
  if (errno == ENOSPC || errno == EDQUOT) return base::not_written(errno);
  auto file = base::MappedFile::open(from);
  if (!file) return file.error();
  auto copy = base::ReplacedFile::create(to);
  if (!copy) return copy.error();
  if (!base::write_all(copy->descriptor(), file->bytes())) return base::not_written(errno);
  return copy->commit();
}

// False if a segment vanished on the way.
Result<bool> take_segments(const std::string& folder, const index::Manifest& manifest,
                           const std::string& to, Made& made) {
  for (const index::SegmentEntry& entry : manifest.segments) {
    made.add(entry.file);
    const auto taken = link_or_copy(folder + "/" + entry.file, to + "/" + entry.file);
    if (taken) continue;
    if (taken.error().code != ErrorCode::kNotFound) return taken.error();
    made.forget();
    return false;
  }
  return true;
}

Result<IndexStatistics> snapshot(const std::string& folder, const std::string& to) {
  // Says what is wrong with the folder, if it is no index.
  if (const auto index = index::open_index(folder); !index) return index.error();
  Made made(to);
  if (auto ok = made.make_folder(); !ok) return ok.error();
  for (int attempt = 0; attempt < kMaxTries; ++attempt) {
    const auto manifest = index::read_manifest(folder);
    if (!manifest) return manifest.error();
    const auto taken = take_segments(folder, *manifest, to, made);
    if (!taken) return taken.error();
    const auto now = index::read_manifest(folder);
    if (!*taken && (!now || !index::same_commit(*now, *manifest))) continue;
    if (!*taken) break;
    made.add("manifest");
    if (auto ok = index::write_manifest(to, *manifest); !ok) return ok.error();
    const auto copy = index::open_index(to);
    if (!copy) return copy.error();
    if (!copy->corrupt.empty()) {
      return Error{ErrorCode::kBadIndex, copy->corrupt.front().corruption};
    }
    made.stay();
    return index::statistics_of(*copy);
  }
  return Error{ErrorCode::kBadIndex,
               "a segment that the manifest lists is missing; expected all of them; restore it or "
               "build the index again"};
}

}  // namespace

Result<IndexStatistics> snapshot_index(const std::string& folder, const std::string& to) {
  return base::guarded([&] { return snapshot(folder, to); });
}

}  // namespace v1
}  // namespace despin
