// lib/view/comparison_marks.h - what is shown of a Comparison: marked spans of both texts, the list
// of swaps, and the verdict in words.
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

// A span of one text with its kind of edit.
struct Mark {
  ByteSpan span;
  Edit edit = Edit::kKept;
  std::size_t swap = kNoSwap;  // index into Comparison::substitutions
};

// By begin_byte, disjoint, none empty. A span of the original that was copied twice is marked with
// its first swap only.
std::vector<Mark> original_marks(const Comparison& comparison);
std::vector<Mark> suspect_marks(const Comparison& comparison);

// All occurrences of one swap, ignoring case.
struct SwapEntry {
  std::string original;
  std::string suspect;
  Edit edit = Edit::kSwapped;
  bool listed = false;
  std::vector<std::size_t> places;  // indices into Comparison::substitutions
};

// Most frequent first, then by place.
std::vector<SwapEntry> list_swaps(const Comparison& comparison, std::string_view original,
                                  std::string_view suspect);

std::string_view part_of(std::string_view text, ByteSpan span);

// Whether the suspect is a copy, spun, reworded or verbatim.
inline bool is_copy(Relation relation) {
  return relation == Relation::kVerbatim || relation == Relation::kSpun ||
         relation == Relation::kReworded;
}

// "spun copy", "not a copy".
std::string_view verdict_words(Relation relation);

// Sentences: the verdict, how much was copied and swapped, which text was first.
std::string summary_words(const Comparison& comparison);

}  // namespace despin::view
