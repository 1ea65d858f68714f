// lib/view/comparison_rows.h - two compared texts cut into rows that belong beside each other.
//
//   for (const view::ComparisonRow& row : view::rows_in_order(comparison, original, suspect)) ...
//
// Units    Bytes of either text, as in Comparison.
// Threads  Stateless.
// Cost     O(texts + runs).
// Method   Words are linked as the runs say; a row ends where a paragraph does on both
//          sides and no link crosses. Long paragraphs are cut at sentences likewise.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "despin/comparison.h"

namespace despin::view {

struct ComparisonRow {
  ByteSpan original{};  // either may be empty, not both
  ByteSpan suspect{};
  bool opens_paragraph = true;  // false where it goes on with the paragraph of the row before
  bool copied = true;           // false for what one text has and the other has not
  bool moved = false;           // of a passage out of the original's order
  std::size_t passage = 0;      // of rows_by_passage()
};

// All of both texts, each in its own order: what was moved stays where it is.
// REQUIRES of both: the texts are those compared, and the comparison has their words.
std::vector<ComparisonRow> rows_in_order(const Comparison& comparison, std::string_view original,
                                         std::string_view suspect);

// The passages in the suspect's order, each grown to whole sentences and beside what it was
// copied from, and between them what belongs to one text alone.
std::vector<ComparisonRow> rows_by_passage(const Comparison& comparison, std::string_view original,
                                           std::string_view suspect);

}  // namespace despin::view
