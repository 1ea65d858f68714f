#include "lib/index/index.h"

#include <sys/stat.h>

#include <algorithm>
#include <utility>

#include "lib/index/segment_format.h"

namespace despin::index {
namespace {

// A merge replaces all segments at once; a reader comes in between only rarely.
constexpr int kMaxTries = 1000;

Error no_index(const std::string& folder, const Error& error) {
  if (error.code != ErrorCode::kNotFound) return error;
  struct stat info {};
  if (::stat(folder.c_str(), &info) != 0) {
    return {ErrorCode::kNotFound,
            "no such folder; expected the folder of an index; check the path"};
  }
  return {ErrorCode::kBadIndex,
          "a folder without a manifest; expected an index; check the path or create one"};
}

}  // namespace

std::shared_ptr<const Segment> opened_segment(const Index& index, const SegmentEntry& entry) {
  // `segments` are those of the manifest, without the corrupt ones.
  std::size_t at = 0;
  for (const SegmentEntry& known : index.manifest.segments) {
    if (at == index.segments.size()) return nullptr;
    if (index.segments[at]->name() != known.file) continue;
    if (known.same_file(entry)) return index.segments[at]->with(entry.tombstones);
    ++at;
  }
  return nullptr;
}

bool same_commit(const Manifest& a, const Manifest& b) {
  return a.generation == b.generation && a.next_file == b.next_file &&
         std::equal(a.segments.begin(), a.segments.end(), b.segments.begin(), b.segments.end(),
                    [](const SegmentEntry& x, const SegmentEntry& y) {
                      return x.same_file(y) && x.removed() == y.removed();
                    });
}

Result<Index> open_index(const std::string& folder, const OpenOptions& options,
                         const Index* before) {
  Index index;
  for (int attempt = 0;; ++attempt) {
    auto manifest = read_manifest(folder);
    if (!manifest) return no_index(folder, manifest.error());
    // A segment that is missing although the manifest has not changed is lost.
    const bool settled =
        attempt == kMaxTries || (attempt > 0 && manifest->generation == index.manifest.generation);
    index = {};
    index.manifest = std::move(*manifest);
    bool vanished = false;
    for (const SegmentEntry& entry : index.manifest.segments) {
      if (auto opened = before != nullptr ? opened_segment(*before, entry) : nullptr) {
        index.segments.push_back(std::move(opened));
        continue;
      }
      auto segment = Segment::open(folder, entry, options);
      if (segment) {
        index.segments.push_back(std::move(*segment));
        continue;
      }
      if (segment.error().code == ErrorCode::kIndexTooNew) return segment.error();
      vanished = vanished || segment.error().code == ErrorCode::kNotFound;
      index.corrupt.push_back({entry, segment.error().message});
    }
    if (!vanished || settled) break;
  }
  index.manifest_bytes = manifest_bytes(folder);
  return index;
}

IndexStatistics statistics_of(const Index& index) {
  constexpr std::pair<const char*, format::Tag> kParts[] = {{"terms", kTermsSection},
                                                            {"postings", kPostingsSection},
                                                            {"documents", kDocumentsSection},
                                                            {"metadata", kMetadataSection},
                                                            {"ids", kIdsSection}};
  IndexStatistics statistics;
  statistics.bytes = index.manifest_bytes;
  for (const auto& [name, tag] : kParts) {
    IndexStatistics::Part part{name, 0};
    for (const auto& segment : index.segments) {
      part.bytes += segment->file().find(tag).value_or(Bytes{}).size();
    }
    statistics.parts.push_back(std::move(part));
  }
  for (const auto& segment : index.segments) {
    const Tombstones* removed = segment->tombstones();
    statistics.documents += segment->live_documents();
    statistics.removed += removed != nullptr ? removed->size() : 0;
    statistics.words +=
        segment->words() - std::min(segment->words(), removed != nullptr ? removed->words() : 0);
  }
  for (const SegmentEntry& entry : index.manifest.segments) {
    IndexStatistics::Segment segment{entry.file, entry.live(), entry.bytes, {}, entry.removed()};
    for (const CorruptSegment& corrupt : index.corrupt) {
      if (corrupt.entry.file == entry.file) segment.corruption = corrupt.corruption;
    }
    statistics.bytes += entry.bytes;
    statistics.segments.push_back(std::move(segment));
  }
  return statistics;
}

}  // namespace despin::index
