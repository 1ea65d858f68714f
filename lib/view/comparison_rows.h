// lib/view/comparison_rows.h - splits two compared texts into rows for display side by side.
//
//   for (const view::ComparisonRow& row : view::rows_in_order(comparison, original, suspect)) ...
//
// Units    Bytes of either text, as in Comparison.
// Threads  Stateless.
// Cost     O(texts + runs).
// Method   The runs link words of the two texts. A row ends where a paragraph ends on both sides
//          and no link crosses. Long paragraphs are split at sentences in the same way.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "despin/comparison.h"

namespace despin::view {

struct ComparisonRow {
  ByteSpan original{};  // either may be empty, not both
  ByteSpan suspect{};
  bool opens_paragraph = true;  // false if it continues the paragraph of the row before
  bool copied = true;           // false for text that only one side has
  bool moved = false;           // a passage out of the original's order
  std::size_t passage = 0;      // for rows_by_passage()
};

// All of both texts, each in its own order: what was moved stays where it is.
// REQUIRES of both: the texts are those compared, and the comparison has their words.
std::vector<ComparisonRow> rows_in_order(const Comparison& comparison, std::string_view original,
                                         std::string_view suspect);

// The passages in the suspect's order, each extended to whole sentences and next to its original,
// and between them the text that only one side has.
std::vector<ComparisonRow> rows_by_passage(const Comparison& comparison, std::string_view original,
                                           std::string_view suspect);

}  // namespace despin::view
