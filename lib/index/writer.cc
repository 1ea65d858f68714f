// Implements despin::IndexWriter. New documents are collected, written as a segment, then listed in
// the manifest; no other file that a reader may have open is ever changed.
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <new>
#include <string>
#include <utility>

#include "despin/index_writer.h"
#include "lib/base/budget.h"
#include "lib/base/guard.h"
#include "lib/base/replaced_file.h"
#include "lib/index/document_buffer.h"
#include "lib/index/index.h"
#include "lib/index/manifest.h"
#include "lib/index/merge.h"
#include "lib/index/segment_format.h"

namespace despin {
inline namespace v1 {
namespace {

using index::FileRole;

Error cannot_make(const char* what) {
  return {ErrorCode::kNotWritten,
          std::string(what) +
              " could not be created; expected a writable folder; check its "
              "mode and free space"};
}

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

// Held while it exists. The file is never removed, since removing it would let two writers in.
class Lock {
 public:
  Lock() = default;
  ~Lock() {
    if (fd_ >= 0) ::close(fd_);
  }
  Lock(Lock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Lock& operator=(Lock&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }

  static Result<Lock> take(const std::string& folder) {
    Lock lock;
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

 private:
  int fd_ = -1;
};

// Removes files of a writer that was killed, and files that a merge has replaced. REQUIRES: the
// manifest is that of the folder, read or written while the lock is held: beside no manifest, or
// another one, what it does not list may be all there is.
void remove_orphans(const std::string& folder, const index::Manifest& manifest) {
  std::string path;
  for (const std::string& file : index::files_in(folder)) {
    const FileRole role = index::role_of(file);
    const bool named =
        std::any_of(manifest.segments.begin(), manifest.segments.end(),
                    [&](const index::SegmentEntry& segment) { return segment.file == file; });
    if (role == FileRole::kUnfinished || (role == FileRole::kSegment && !named)) {
      path.assign(folder).append("/").append(file);
      ::unlink(path.c_str());
    }
  }
}

bool holds(const std::string& folder, FileRole role) {
  const std::vector<std::string> files = index::files_in(folder);
  return std::any_of(files.begin(), files.end(),
                     [role](const std::string& file) { return index::role_of(file) == role; });
}

// Whether an index may be made in a folder without a manifest.
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

}  // namespace

struct IndexWriter::Impl {
  std::string folder;
  WriterOptions options;
  Lock lock;
  index::Index committed;
  index::DocumentBuffer buffer;
  index::MetadataScratch scratch;

  // Three quarters of the memory collect documents, one eighth sorts, the rest holds terms while
  // they are written. Less than a megabyte for sorting takes too many rounds.
  std::uint64_t gather_bytes() const { return options.memory_bytes / 4 * 3; }
  std::uint64_t sort_bytes() const {
    return std::max<std::uint64_t>(options.memory_bytes / 8, std::uint64_t{1} << 20);
  }

  Result<void> whole() const;

  Result<bool> is_there(std::string_view id) {
    if (buffer.holds(id)) return true;
    for (const auto& segment : committed.segments) {
      auto found = segment->find_id(id, scratch);
      if (!found) return found.error();
      if (found->has_value()) return true;
    }
    return false;
  }

  // Makes `next` the state of the index. Its last segment is new, is mapped here, and removed if
  // that fails.
  Result<void> publish(index::Manifest next, std::size_t kept_segments) {
    const std::string path = folder + "/" + next.segments.back().file;
    auto segment = index::Segment::open(folder, next.segments.back());
    if (!segment) {
      ::unlink(path.c_str());
      return segment.error();
    }
    ++next.generation;
    // Nothing may fail once the manifest is written.
    committed.segments.reserve(kept_segments + 1);
    if (auto ok = index::write_manifest(folder, next); !ok) {
      const auto there = index::read_manifest(folder);
      if (there && there->generation < next.generation) {
        ::unlink(path.c_str());
      } else {
        // It may have come to stand there all the same: neither its segment nor its numbers are
        // used again. What the next writer does not find listed it removes.
        committed.manifest.generation = next.generation;
        committed.manifest.next_file = next.next_file;
      }
      return ok;
    }
    committed.manifest = std::move(next);
    committed.segments.resize(kept_segments);
    committed.segments.push_back(std::move(*segment));
    return {};
  }

  static Result<IndexWriter> open(const std::string& folder, const WriterOptions& options);
  Result<bool> add(const SourceDocument& document, const Limits& limits);
  Result<void> merge(const IndexProgress& progress, const Limits& limits);

  Result<void> commit() {
    if (buffer.documents() == 0) return {};
    index::DocumentBuffer empty;  // nothing may fail once the segment is published
    index::Manifest next = committed.manifest;
    const std::string file = index::segment_file(next.next_file++);
    auto entry = buffer.write(folder, file, sort_bytes());
    if (!entry) return entry.error();
    next.segments.push_back(std::move(*entry));
    if (auto ok = publish(std::move(next), committed.segments.size()); !ok) return ok;
    buffer = std::move(empty);
    return {};
  }
};

IndexWriter::IndexWriter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
IndexWriter::~IndexWriter() = default;
IndexWriter::IndexWriter(IndexWriter&&) noexcept = default;
IndexWriter& IndexWriter::operator=(IndexWriter&&) noexcept = default;

Result<IndexWriter> IndexWriter::open(const std::string& folder, const WriterOptions& options) {
  return base::guarded([&] { return Impl::open(folder, options); });
}

Result<IndexWriter> IndexWriter::Impl::open(const std::string& folder,
                                            const WriterOptions& options) {
  if (auto ok = make_folder(folder); !ok) return ok.error();
  auto impl = std::make_unique<Impl>();
  impl->folder = folder;
  impl->options = options;
  // Checked before the lock is created: a folder with other files stays unchanged.
  auto there = index::read_manifest(folder);
  if (!there && there.error().code != ErrorCode::kNotFound) return there.error();
  if (!there) {
    if (auto ok = may_become_an_index(folder); !ok) return ok.error();
  }
  auto lock = Lock::take(folder);
  if (!lock) return lock.error();
  impl->lock = std::move(*lock);
  auto manifest = index::read_manifest(folder);
  if (!manifest) {
    if (manifest.error().code != ErrorCode::kNotFound) return manifest.error();
    if (auto ok = may_become_an_index(folder); !ok) return ok.error();  // now that none can come
    index::Manifest first;
    first.generation = 1;
    if (auto ok = index::write_manifest(folder, first); !ok) return ok.error();
  }
  auto opened = index::open_index(folder);
  if (!opened) return opened.error();
  impl->committed = std::move(*opened);
  remove_orphans(folder, impl->committed.manifest);
  return IndexWriter(std::move(impl));
}

// Ids of a segment that cannot be read cannot be told from new ones, nor may it go by unseen.
Result<void> IndexWriter::Impl::whole() const {
  if (committed.corrupt.empty()) return {};
  return Error{ErrorCode::kBadIndex, committed.corrupt.front().corruption};
}

Result<bool> IndexWriter::add(const SourceDocument& document, const Limits& limits) {
  return base::guarded([&] { return impl_->add(document, limits); });
}

Result<bool> IndexWriter::Impl::add(const SourceDocument& document, const Limits& limits) {
  if (auto ok = whole(); !ok) return ok.error();
  if (auto ok = index::DocumentBuffer::check(document); !ok) return ok.error();
  if (document.text.size() > limits.max_bytes) {
    return Error{ErrorCode::kTooLarge,
                 "a text of " + std::to_string(document.text.size()) + " bytes; expected at most " +
                     std::to_string(limits.max_bytes) + "; raise Limits::max_bytes, or split it"};
  }
  base::Budget budget(limits);
  if (!budget.spend(1)) return budget.error();
  auto there = is_there(document.id);
  if (!there) return there.error();
  if (*there) return false;
  // Before adding, not after: if this fails, the document has not been added.
  if (buffer.bytes() >= gather_bytes() || buffer.documents() == index::kMaxSegmentDocuments) {
    if (auto ok = commit(); !ok) return ok.error();
  }
  if (auto ok = buffer.add(document, &budget); !ok) return ok.error();
  return true;
}

Result<void> IndexWriter::commit() {
  return base::guarded([&] { return impl_->commit(); });
}

Result<void> IndexWriter::merge(const IndexProgress& progress, const Limits& limits) {
  return base::guarded([&] { return impl_->merge(progress, limits); });
}

Result<void> IndexWriter::Impl::merge(const IndexProgress& progress, const Limits& limits) {
  base::Budget budget(limits);
  if (!budget.spend(1)) return budget.error();
  if (auto ok = commit(); !ok) return ok;
  if (auto ok = whole(); !ok) return ok;
  // Corruption must not get fresh checksums, nor be passed by where there is nothing to merge.
  for (const auto& segment : committed.segments) {
    if (auto ok = segment->file().verify(); !ok) {
      return Error{ok.error().code, "segment " + segment->name() + ": " + ok.error().message};
    }
  }
  if (committed.segments.size() < 2) return {};
  index::Manifest next = committed.manifest;
  const std::string file = index::segment_file(next.next_file++);
  auto entry = index::merge_segments(committed.segments, folder, file, progress, &budget);
  if (!entry) return entry.error();
  next.segments.clear();
  next.segments.push_back(std::move(*entry));
  if (auto ok = publish(std::move(next), 0); !ok) return ok;
  try {
    remove_orphans(folder, committed.manifest);
  } catch (const std::bad_alloc&) {  // the next writer removes them
  }
  return {};
}

std::uint64_t IndexWriter::documents() const { return impl_->committed.manifest.documents(); }

}  // namespace v1
}  // namespace despin
