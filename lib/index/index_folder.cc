#include "lib/index/index_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>
#include <vector>

#include "lib/base/replaced_file.h"

namespace despin::index {
namespace {

Error cannot_make(const char* what) {
  return {ErrorCode::kNotWritten,
          std::string(what) +
              " could not be created; expected a writable folder; check its "
              "mode and free space"};
}

bool holds(const std::string& folder, FileRole role) {
  const std::vector<std::string> files = files_in(folder);
  return std::any_of(files.begin(), files.end(),
                     [role](const std::string& file) { return role_of(file) == role; });
}

}  // namespace

Result<void> make_folder(std::string folder) {
  while (folder.size() > 1 && folder.back() == '/') folder.pop_back();
  if (::mkdir(folder.c_str(), 0777) == 0) {
    base::sync_folder_of(folder);  // best effort: it is empty yet
    return {};
  }
  if (errno == EEXIST) {
    struct stat info {};
    if (::stat(folder.c_str(), &info) == 0 && S_ISDIR(info.st_mode)) return {};
    return Error{ErrorCode::kBadIndex,
                 "a file where the index should be; expected a folder, or nothing; check the path"};
  }
  if (errno == ENOENT || errno == ENOTDIR) {
    return Error{ErrorCode::kNotFound,
                 "no folder to create the index in; expected an existing parent folder; check "
                 "the path"};
  }
  return cannot_make("the folder of the index");
}

WriterLock::~WriterLock() {
  if (fd_ >= 0) ::close(fd_);
}
WriterLock::WriterLock(WriterLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
WriterLock& WriterLock::operator=(WriterLock&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

Result<WriterLock> WriterLock::take(const std::string& folder) {
  WriterLock lock;
  const std::string path = folder + "/lock";
  lock.fd_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (lock.fd_ < 0) return cannot_make("the lock of the index");
  if (::flock(lock.fd_, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return cannot_make("the lock of the index");
    return Error{ErrorCode::kLocked,
                 "another writer holds the index; expected no other; wait for it"};
  }
  return lock;
}

void remove_orphans(const std::string& folder, const Manifest& manifest) {
  std::string path;
  for (const std::string& file : files_in(folder)) {
    const FileRole role = role_of(file);
    const bool named =
        std::any_of(manifest.segments.begin(), manifest.segments.end(),
                    [&](const SegmentEntry& segment) { return segment.file == file; });
    if (role == FileRole::kUnfinished || (role == FileRole::kSegment && !named)) {
      path.assign(folder).append("/").append(file);
      ::unlink(path.c_str());
    }
  }
}

Result<void> may_become_an_index(const std::string& folder) {
  if (holds(folder, FileRole::kForeign)) {
    return Error{ErrorCode::kBadIndex,
                 "a folder with other files; expected an index or an empty folder; check "
                 "the path"};
  }
  if (holds(folder, FileRole::kSegment)) {
    return Error{ErrorCode::kBadIndex,
                 "segments of an index without its manifest; expected all of its files; restore "
                 "the file \"manifest\", or move the segments away to start anew"};
  }
  return {};
}

}  // namespace despin::index
