// Implements despin::IndexWriter. New documents are collected, written as a segment, then listed in
// the manifest, with what was removed; no other file that a reader may have open is ever changed.
#include <unistd.h>

#include <algorithm>
#include <new>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "despin/index_writer.h"
#include "lib/base/budget.h"
#include "lib/base/guard.h"
#include "lib/index/document_buffer.h"
#include "lib/index/index.h"
#include "lib/index/index_folder.h"
#include "lib/index/manifest.h"
#include "lib/index/merge.h"
#include "lib/index/segment_format.h"
#include "lib/index/tiers.h"

namespace despin {
inline namespace v1 {
namespace {

// What has been removed of a segment since the last commit.
struct Removals {
  std::set<std::uint32_t> documents;
  std::uint64_t words = 0;
};

// Where a document is that the index has.
struct Place {
  std::size_t segment = 0;  // of those that are committed; their number: in the buffer
  std::uint32_t document = 0;
  std::uint64_t words = 0;
};

std::shared_ptr<const index::Tombstones> with_more(
    const std::shared_ptr<const index::Tombstones>& before, const Removals& removals) {
  auto more = std::make_shared<index::Tombstones>(removals.documents, removals.words);
  if (before != nullptr) more->merge(*before);
  return more;
}

Result<void> check_size(const SourceDocument& document, const Limits& limits) {
  if (auto ok = index::DocumentBuffer::check(document); !ok) return ok;
  if (document.text.size() <= limits.max_bytes) return {};
  return Error{ErrorCode::kTooLarge,
               "a text of " + std::to_string(document.text.size()) + " bytes; expected at most " +
                   std::to_string(limits.max_bytes) + "; raise Limits::max_bytes, or split it"};
}

}  // namespace

struct IndexWriter::Impl {
  std::string folder;
  WriterOptions options;
  index::WriterLock lock;
  index::Index committed;
  index::DocumentBuffer buffer;
  std::vector<Removals> removals;  // by committed segment; of the buffer it has its own
  index::MetadataScratch scratch;

  // Three quarters of the memory collect documents, one eighth sorts, the rest holds terms while
  // they are written. Less than a megabyte for sorting takes too many rounds.
  std::uint64_t gather_bytes() const { return options.memory_bytes / 4 * 3; }
  std::uint64_t sort_bytes() const {
    return std::max<std::uint64_t>(options.memory_bytes / 8, std::uint64_t{1} << 20);
  }

  static Result<IndexWriter> open(const std::string& folder, const WriterOptions& options);
  Result<void> whole() const;
  Result<std::optional<Place>> find(std::string_view id);
  void remove(const Place& place);
  void bring_back(const Place& place) noexcept;
  Result<bool> remove(std::string_view id);
  Result<bool> add(const SourceDocument& document, const Limits& limits, bool replace);
  Result<void> commit();
  Result<void> publish(index::Manifest next);
  Result<void> verify(index::MergeRange range) const;
  Result<void> merge_range(index::MergeRange range, const IndexProgress& progress,
                           base::Budget& budget);
  Result<void> merge(const IndexProgress& progress, const Limits& limits);
  Result<void> merge_tiers(const IndexProgress& progress, const Limits& limits);
  void merge_if_automatic();
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
  if (auto ok = index::make_folder(folder); !ok) return ok.error();
  auto impl = std::make_unique<Impl>();
  impl->folder = folder;
  impl->options = options;
  // Checked before the lock is created: a folder with other files stays unchanged.
  auto there = index::read_manifest(folder);
  if (!there && there.error().code != ErrorCode::kNotFound) return there.error();
  if (!there) {
    if (auto ok = index::may_become_an_index(folder); !ok) return ok.error();
  }
  auto lock = index::WriterLock::take(folder);
  if (!lock) return lock.error();
  impl->lock = std::move(*lock);
  auto manifest = index::read_manifest(folder);
  if (!manifest) {
    if (manifest.error().code != ErrorCode::kNotFound) return manifest.error();
    if (auto ok = index::may_become_an_index(folder); !ok) return ok.error();  // none can come now
    index::Manifest first;
    first.generation = 1;
    if (auto ok = index::write_manifest(folder, first); !ok) return ok.error();
  }
  auto opened = index::open_index(folder);
  if (!opened) return opened.error();
  impl->committed = std::move(*opened);
  impl->removals.resize(impl->committed.segments.size());
  index::remove_orphans(folder, impl->committed.manifest);
  return IndexWriter(std::move(impl));
}

// Ids of a segment that cannot be read cannot be told from new ones, nor may it go by unseen.
Result<void> IndexWriter::Impl::whole() const {
  if (committed.corrupt.empty()) return {};
  return Error{ErrorCode::kBadIndex, committed.corrupt.front().corruption};
}

Result<std::optional<Place>> IndexWriter::Impl::find(std::string_view id) {
  using Found = Result<std::optional<Place>>;
  if (const auto found = buffer.find(id)) {
    return Found(Place{committed.segments.size(), found->document, found->words});
  }
  for (std::size_t s = 0; s < committed.segments.size(); ++s) {
    const auto found = committed.segments[s]->find_id(id, scratch);
    if (!found) return found.error();
    if (!found->has_value() || removals[s].documents.count(**found) > 0) continue;
    const auto metadata = committed.segments[s]->metadata(**found, scratch);
    if (!metadata) return metadata.error();
    return Found(Place{s, **found, metadata->words});
  }
  return Found(std::nullopt);
}

void IndexWriter::Impl::remove(const Place& place) {
  if (place.segment == committed.segments.size()) {
    buffer.remove({place.document, place.words});
  } else if (removals[place.segment].documents.insert(place.document).second) {
    removals[place.segment].words += place.words;
  }
}

void IndexWriter::Impl::bring_back(const Place& place) noexcept {
  if (place.segment == committed.segments.size()) {
    buffer.bring_back({place.document, place.words});
  } else if (removals[place.segment].documents.erase(place.document) > 0) {
    removals[place.segment].words -= place.words;
  }
}

Result<bool> IndexWriter::contains(std::string_view id) {
  return base::guarded([&]() -> Result<bool> {
    if (auto ok = impl_->whole(); !ok) return ok.error();
    const auto found = impl_->find(id);
    if (!found) return found.error();
    return found->has_value();
  });
}

Result<bool> IndexWriter::remove(std::string_view id) {
  return base::guarded([&] { return impl_->remove(id); });
}

Result<bool> IndexWriter::Impl::remove(std::string_view id) {
  if (auto ok = whole(); !ok) return ok.error();
  const auto found = find(id);
  if (!found) return found.error();
  if (!found->has_value()) return false;
  remove(**found);
  return true;
}

Result<bool> IndexWriter::add(const SourceDocument& document, const Limits& limits) {
  return base::guarded([&] { return impl_->add(document, limits, false); });
}

Result<bool> IndexWriter::replace(const SourceDocument& document, const Limits& limits) {
  return base::guarded([&] { return impl_->add(document, limits, true); });
}

// True if it was added; with `replace`, if another one was there.
Result<bool> IndexWriter::Impl::add(const SourceDocument& document, const Limits& limits,
                                    bool replace) {
  if (auto ok = whole(); !ok) return ok.error();
  if (auto ok = check_size(document, limits); !ok) return ok.error();
  base::Budget budget(limits);
  if (!budget.spend(1)) return budget.error();
  auto there = find(document.id);
  if (!there) return there.error();
  if (there->has_value() && !replace) return false;
  // Before adding, not after: if this fails, the document has not been added.
  if (buffer.bytes() >= gather_bytes() || buffer.documents() == index::kMaxSegmentDocuments) {
    if (auto ok = commit(); !ok) return ok.error();
    merge_if_automatic();
    there = find(document.id);  // it may have been in the buffer
    if (!there) return there.error();
  }
  if (!there->has_value()) {
    if (auto ok = buffer.add(document, &budget); !ok) return ok.error();
    return !replace;
  }
  struct Removal {  // undone where memory runs out, too
    Impl& impl;
    const Place& place;
    bool stays = false;
    ~Removal() {
      if (!stays) impl.bring_back(place);
    }
  } removal{*this, **there};
  remove(**there);
  if (auto ok = buffer.add(document, &budget); !ok) return ok.error();
  removal.stays = true;
  return true;
}

Result<void> IndexWriter::commit() {
  return base::guarded([&]() -> Result<void> {
    if (auto ok = impl_->commit(); !ok) return ok;
    impl_->merge_if_automatic();
    return {};
  });
}

Result<void> IndexWriter::Impl::commit() {
  index::Manifest next = committed.manifest;
  bool changed = false;
  for (std::size_t s = 0; s < removals.size(); ++s) {
    if (removals[s].documents.empty()) continue;  // as all are beside a corrupt segment
    next.segments[s].tombstones = with_more(next.segments[s].tombstones, removals[s]);
    changed = true;
  }
  index::DocumentBuffer empty;  // nothing may fail once the segment is published
  if (buffer.live_documents() > 0) {
    const std::string file = index::segment_file(next.next_file++);
    auto entry = buffer.write(folder, file, sort_bytes());
    if (!entry) return entry.error();
    next.segments.push_back(std::move(*entry));
    changed = true;
  }
  if (changed) {
    if (auto ok = publish(std::move(next)); !ok) return ok;
  }
  buffer = std::move(empty);
  return {};
}

// Makes `next` the state of the index, without segments of which all has been removed. Those that
// are new are mapped here, and removed if that or the writing fails.
Result<void> IndexWriter::Impl::publish(index::Manifest next) {
  std::erase_if(next.segments, [](const index::SegmentEntry& entry) { return entry.live() == 0; });
  ++next.generation;
  std::vector<std::shared_ptr<const index::Segment>> segments;
  std::vector<std::string> fresh;
  const auto remove_fresh = [&] {
    for (const std::string& file : fresh) ::unlink((folder + "/" + file).c_str());
  };
  for (const index::SegmentEntry& entry : next.segments) {
    auto opened = index::opened_segment(committed, entry);
    if (opened == nullptr) {
      fresh.push_back(entry.file);
      auto segment = index::Segment::open(folder, entry);
      if (!segment) {
        remove_fresh();
        return segment.error();
      }
      opened = std::move(*segment);
    }
    segments.push_back(std::move(opened));
  }
  // Nothing may fail once the manifest is written.
  std::vector<Removals> none(segments.size());
  if (auto ok = index::write_manifest(folder, next); !ok) {
    const auto there = index::read_manifest(folder);
    if (there && there->generation < next.generation) {
      remove_fresh();
    } else {
      // It may have come to stand there all the same: neither its segment nor its numbers are used
      // again. What the next writer does not find listed it removes.
      committed.manifest.generation = next.generation;
      committed.manifest.next_file = next.next_file;
    }
    return ok;
  }
  const bool fewer = next.segments.size() < committed.manifest.segments.size() + fresh.size();
  committed.manifest = std::move(next);
  committed.segments = std::move(segments);
  removals = std::move(none);
  if (fewer) {
    try {
      index::remove_orphans(folder, committed.manifest);
    } catch (const std::bad_alloc&) {  // the next writer removes them
    }
  }
  return {};
}

Result<void> IndexWriter::merge(const IndexProgress& progress, const Limits& limits) {
  return base::guarded([&] { return impl_->merge(progress, limits); });
}

Result<void> IndexWriter::merge_tiers(const IndexProgress& progress, const Limits& limits) {
  return base::guarded([&] { return impl_->merge_tiers(progress, limits); });
}

Result<void> IndexWriter::Impl::merge(const IndexProgress& progress, const Limits& limits) {
  base::Budget budget(limits);
  if (!budget.spend(1)) return budget.error();
  if (auto ok = commit(); !ok) return ok;
  if (auto ok = whole(); !ok) return ok;
  const index::MergeRange all{0, committed.segments.size()};
  if (all.last < 2 && !committed.manifest.removed_any()) return verify(all);
  return merge_range(all, progress, budget);
}

Result<void> IndexWriter::Impl::merge_tiers(const IndexProgress& progress, const Limits& limits) {
  base::Budget budget(limits);
  if (!budget.spend(1)) return budget.error();
  if (auto ok = commit(); !ok) return ok;
  if (auto ok = whole(); !ok) return ok;
  while (const auto range = index::next_merge(committed.manifest.segments)) {
    if (auto ok = merge_range(*range, progress, budget); !ok) return ok;
  }
  return {};
}

// What was added is committed, whatever becomes of a merge; one that failed is not tried again by
// this writer.
void IndexWriter::Impl::merge_if_automatic() {
  if (!options.automatic_merge || !committed.corrupt.empty()) return;
  if (!merge_tiers({}, {})) options.automatic_merge = false;
}

// Corruption must not get fresh checksums, nor be passed by where there is nothing to merge.
Result<void> IndexWriter::Impl::verify(index::MergeRange range) const {
  for (std::size_t s = range.first; s < range.last; ++s) {
    const index::Segment& segment = *committed.segments[s];
    if (auto ok = segment.file().verify(); !ok) {
      return Error{ok.error().code, "segment " + segment.name() + ": " + ok.error().message};
    }
  }
  return {};
}

// REQUIRES: nothing is corrupt, all is committed.
Result<void> IndexWriter::Impl::merge_range(index::MergeRange range, const IndexProgress& progress,
                                            base::Budget& budget) {
  if (auto ok = verify(range); !ok) return ok;
  index::Manifest next = committed.manifest;
  const std::string file = index::segment_file(next.next_file++);
  auto entry = index::merge_segments(
      std::span(committed.segments).subspan(range.first, range.last - range.first), folder, file,
      progress, &budget);
  if (!entry) return entry.error();
  const auto first = next.segments.begin() + static_cast<std::ptrdiff_t>(range.first);
  const auto last = next.segments.begin() + static_cast<std::ptrdiff_t>(range.last);
  *first = std::move(*entry);
  next.segments.erase(first + 1, last);
  return publish(std::move(next));
}

std::uint64_t IndexWriter::documents() const { return impl_->committed.manifest.documents(); }

}  // namespace v1
}  // namespace despin
