// lib/view/comparison_marks.h - what a reader of a Comparison is shown: the fate of each
// stretch, the list of swaps, and the verdict in plain words.
//
//   for (const view::Mark& mark : view::suspect_marks(comparison)) ...
//   for (const view::SwapEntry& entry : view::list_swaps(comparison, original, suspect)) ...
//
// Threads  Stateless.
// Cost     O(n log n) of the comparison.
#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "despin/comparison.h"

namespace despin::view {

inline constexpr std::size_t kNoSwap = std::numeric_limits<std::size_t>::max();

// A stretch of one text with a fate of its own.
struct Mark {
  ByteSpan span;
  Edit edit = Edit::kKept;
  std::size_t swap = kNoSwap;  // its place in Comparison::substitutions
};

// By begin_byte, disjoint, none empty. A stretch of the original that was copied twice has
// its first swap only.
std::vector<Mark> original_marks(const Comparison& comparison);
std::vector<Mark> suspect_marks(const Comparison& comparison);

// Every occurrence of one swap, whatever its capitals.
struct SwapEntry {
  std::string original;
  std::string suspect;
  Edit edit = Edit::kSwapped;
  bool listed = false;
  std::vector<std::size_t> places;  // in Comparison::substitutions
};

// The most frequent first, then by place.
std::vector<SwapEntry> list_swaps(const Comparison& comparison, std::string_view original,
                                  std::string_view suspect);

std::string_view part_of(std::string_view text, ByteSpan span);

// A copy, spun or not.
inline bool is_copy(Relation relation) {
  return relation == Relation::kVerbatim || relation == Relation::kSpun;
}

// "spun copy", "not a copy".
std::string_view verdict_words(Relation relation);

// Sentences: what the verdict means, how much was copied and swapped, who was first.
std::string summary_words(const Comparison& comparison);

}  // namespace despin::view
