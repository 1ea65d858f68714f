// lib/index/segment_format.h - magic bytes, section tags and versions of the segment file and the
// manifest. FORMAT.md specifies every byte.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "lib/format/section_file.h"

namespace despin::index {

inline constexpr format::Tag kDocumentsSection{"DOCS"};
inline constexpr format::Tag kMetadataSection{"META"};
inline constexpr format::Tag kPostingsSection{"POST"};
inline constexpr format::Tag kTermsSection{"TERM"};
inline constexpr format::Tag kIdsSection{"IDNT"};
inline constexpr format::Tag kInfoSection{"INFO"};
inline constexpr std::size_t kSegmentSections = 6;

inline constexpr format::Tag kManifestSection{"MANI"};
// Only where documents have been removed. Libraries that do not know it refuse the index.
inline constexpr format::Tag kTombstonesSection{"TOMB"};

inline constexpr std::array<format::KnownSection, kSegmentSections> kKnownSegmentSections = {{
    {kDocumentsSection, 1},
    {kMetadataSection, 1},
    {kPostingsSection, 1},
    {kTermsSection, 1},
    {kIdsSection, 1},
    {kInfoSection, 1},
}};
inline constexpr std::array<format::KnownSection, 2> kKnownManifestSections = {
    {{kManifestSection, 1}, {kTombstonesSection, 1}}};

inline constexpr format::FileKind kSegmentKind = {
    .noun = "segment",
    .expected_intact =
        "expected an intact segment of an index; restore it or build the index again",
    .again = "restore it or build the index again",
    .another =
        "not a segment of an index (other magic bytes); restore it or build the index "
        "again",
    .magic =
        "\x89"
        "DSPS\r\n\x1A",
    .incomplete_magic =
        "\x89"
        "DSPS..\x1A",
    .major_version = 1,
    .minor_version = 0,
    .known = kKnownSegmentSections,
    .corrupt_code = ErrorCode::kBadIndex,
    .is_truncated = ErrorCode::kBadIndex,
    .is_another = ErrorCode::kBadIndex,
    .is_too_new = ErrorCode::kIndexTooNew,
};

inline constexpr format::FileKind kManifestKind = {
    .noun = "manifest",
    .expected_intact = "expected an intact manifest; restore it or build the index again",
    .again = "restore it or build the index again",
    .another =
        "not a manifest (other magic bytes); expected the folder of an index; check the path",
    .magic =
        "\x89"
        "DSPM\r\n\x1A",
    .incomplete_magic =
        "\x89"
        "DSPM..\x1A",
    .major_version = 1,
    .minor_version = 0,
    .known = kKnownManifestSections,
    .corrupt_code = ErrorCode::kBadIndex,
    .is_truncated = ErrorCode::kBadIndex,
    .is_another = ErrorCode::kBadIndex,
    .is_too_new = ErrorCode::kIndexTooNew,
};

// Terms in more than this many of a segment's documents (one fiftieth) have no postings. For bytes
// and time of other shares see models/cards/notes/2026-11-30-index-storage.md.
constexpr std::uint64_t postings_cap(std::uint64_t documents) {
  return std::max<std::uint64_t>(64, documents / 50);
}

inline constexpr std::uint64_t kMaxSegmentDocuments = (std::uint64_t{1} << 30) - 1;

}  // namespace despin::index
