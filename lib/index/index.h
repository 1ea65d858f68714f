// lib/index/index.h - the last committed state of an index: its segments, mapped.
//
//   auto index = index::open_index("articles.index");
//   if (!index) return index.error();
//   for (const auto& segment : index->segments) search(*segment);
//   IndexStatistics statistics = index::statistics_of(*index);
//
// Threads  Segments are immutable; an Index is a plain value that keeps them mapped.
// Errors   kNotFound, kNotReadable, kBadIndex (not an index, or a corrupt manifest), kIndexTooNew.
//          A segment that does not open is listed in `corrupt`.
// Cost     Opening reads headers and tables, not the segments.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "despin/index.h"
#include "despin/result.h"
#include "lib/index/manifest.h"
#include "lib/index/segment.h"

namespace despin::index {

struct CorruptSegment {
  SegmentEntry entry;
  std::string corruption;  // the error; names the file
};

struct Index {
  Manifest manifest;
  std::uint64_t manifest_bytes = 0;
  std::vector<std::shared_ptr<const Segment>> segments;  // in the order they were added
  std::vector<CorruptSegment> corrupt;
};

// With options.verify, a segment whose checksums do not fit is corrupt as well. Segments that
// `before` has open, by the same options, are taken from it.
Result<Index> open_index(const std::string& folder, const OpenOptions& options = {},
                         const Index* before = nullptr);

// The segment of an entry among those that are open already, with the entry's tombstones; null if
// there is none.
std::shared_ptr<const Segment> opened_segment(const Index& index, const SegmentEntry& entry);

// Whether nothing has been committed between the two.
bool same_commit(const Manifest& a, const Manifest& b);

IndexStatistics statistics_of(const Index& index);

}  // namespace despin::index
