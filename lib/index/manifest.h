// lib/index/manifest.h - the list of an index's segments. Files that it does not list are not part
// of the index.
//
//   auto manifest = read_manifest(folder);
//   if (!manifest) return manifest.error();
//   manifest->segments.push_back(entry);
//   ++manifest->generation;
//   if (auto ok = write_manifest(folder, *manifest); !ok) return ok.error();
//
// Errors   read: kNotFound, kNotReadable, kBadIndex, kIndexTooNew. write: kNotWritten; the previous
//          manifest remains.
// Method   Replaced as a whole by rename (lib/format/section_writer.h).
// Layout   FORMAT.md.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "despin/result.h"
#include "lib/index/segment.h"

namespace despin::index {

struct Manifest {
  std::uint64_t generation = 0;
  std::uint64_t next_file = 1;  // number of the next segment
  std::vector<SegmentEntry> segments;

  // Those that have been removed not counted.
  std::uint64_t documents() const {
    std::uint64_t sum = 0;
    for (const SegmentEntry& entry : segments) sum += entry.live();
    return sum;
  }
  bool removed_any() const {
    return std::any_of(segments.begin(), segments.end(),
                       [](const SegmentEntry& entry) { return entry.removed() > 0; });
  }
};

Result<Manifest> read_manifest(const std::string& folder);
Result<Manifest> parse_manifest(Bytes section);
// Adds what has been removed to the segments of a manifest.
Result<void> parse_tombstones(Bytes section, Manifest& manifest);
Result<void> write_manifest(const std::string& folder, const Manifest& manifest);
std::uint64_t manifest_bytes(const std::string& folder);  // 0 if absent

std::string segment_file(std::uint64_t number);  // "00000012.segment"

// The role of a file in an index's folder, from its name.
enum class FileRole { kManifest, kLock, kSegment, kUnfinished, kForeign };
FileRole role_of(const std::string& file);

// The names of all files in a folder; none if it cannot be read.
std::vector<std::string> files_in(const std::string& folder);

}  // namespace despin::index
