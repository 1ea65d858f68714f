#include "lib/index/tiers.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace despin::index {
namespace {

constexpr std::uint64_t kTierBytes = std::uint64_t{1} << 20;
constexpr std::uint64_t kRemovedShare = 4;  // a quarter

// By the bytes that a merge would keep of it.
unsigned tier_of(const SegmentEntry& segment) {
  const std::uint64_t documents = std::max<std::uint64_t>(segment.documents, 1);
  const auto bytes = static_cast<std::uint64_t>(static_cast<double>(segment.bytes) *
                                                static_cast<double>(segment.live()) /
                                                static_cast<double>(documents));
  unsigned tier = 0;
  for (std::uint64_t most = kTierBytes; bytes >= most && tier < 20; most *= kTierSegments) ++tier;
  return tier;
}

// Four of that tier among adjacent ones of no higher one, with all of these.
std::optional<MergeRange> full_tier(std::span<const unsigned> tiers, unsigned tier) {
  MergeRange range;
  for (std::size_t i = 0; i <= tiers.size(); ++i) {
    if (i < tiers.size() && tiers[i] <= tier) continue;
    range.last = i;
    const auto begin = tiers.begin() + static_cast<std::ptrdiff_t>(range.first);
    const auto end = tiers.begin() + static_cast<std::ptrdiff_t>(range.last);
    if (std::count(begin, end, tier) >= static_cast<std::ptrdiff_t>(kTierSegments)) return range;
    range.first = i + 1;
  }
  return std::nullopt;
}

// Of so many adjacent ones those of the fewest bytes.
MergeRange smallest(std::span<const SegmentEntry> segments, std::size_t count) {
  std::size_t best = 0;
  std::uint64_t least = UINT64_MAX;
  for (std::size_t first = 0; first + count <= segments.size(); ++first) {
    std::uint64_t bytes = 0;
    for (const SegmentEntry& segment : segments.subspan(first, count)) bytes += segment.bytes;
    if (bytes < least) {
      least = bytes;
      best = first;
    }
  }
  return {best, best + count};
}

}  // namespace

std::optional<MergeRange> next_merge(std::span<const SegmentEntry> segments) {
  std::vector<unsigned> tiers;
  for (const SegmentEntry& segment : segments) tiers.push_back(tier_of(segment));
  const unsigned highest = tiers.empty() ? 0 : *std::max_element(tiers.begin(), tiers.end());
  for (unsigned tier = 0; tier <= highest; ++tier) {
    if (const auto range = full_tier(tiers, tier)) return range;
  }
  if (segments.size() > kMaxTieredSegments) return smallest(segments, kTierSegments);
  for (std::size_t i = 0; i < segments.size(); ++i) {
    if (segments[i].removed() * kRemovedShare >= segments[i].documents &&
        segments[i].removed() > 0) {
      return MergeRange{i, i + 1};
    }
  }
  return std::nullopt;
}

}  // namespace despin::index
