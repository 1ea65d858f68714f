// lib/index/tiers.h - which segments are merged by themselves, so that an index to which something
// is added every minute stays one of few segments.
//
//   while (const auto range = next_merge(manifest.segments)) merge(range->first, range->last);
//
// Segments of less than a megabyte are of tier 0, of less than four of tier 1, and so on. Four of
// one tier, with none of a higher one between them, are merged, with the smaller ones beside them.
// A segment of which a quarter was removed is written again without that. Never more than
// kMaxTieredSegments remain.
//
// Cost     A byte is written again about once a tier: log4(megabytes) times.
// Method   O'Neil, Cheng, Gawlick and O'Neil 1996 (the log-structured merge tree), of adjacent
//          segments alone: documents stay in the order in which they were added.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "lib/index/segment.h"

namespace despin::index {

inline constexpr std::size_t kTierSegments = 4;
// Looking a term up takes a microsecond a segment: 32 take a search of 300 terms as long as all the
// rest of it.
inline constexpr std::size_t kMaxTieredSegments = 32;

struct MergeRange {
  std::size_t first = 0;
  std::size_t last = 0;  // the one after it
};

// The segments to be merged next; none if all is well.
std::optional<MergeRange> next_merge(std::span<const SegmentEntry> segments);

}  // namespace despin::index
