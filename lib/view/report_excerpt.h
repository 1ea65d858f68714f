// lib/view/report_excerpt.h - excerpts of text around the findings of a scan record.
//
//   for (const Excerpt& excerpt : excerpts_of(record.findings)) ...
//
// A record holds some text before and after each finding. If the contexts of two findings overlap,
// both findings share one excerpt.
// Threads  Stateless.
// Cost     O(findings and their contexts).
#pragma once

#include <span>
#include <string>
#include <vector>

#include "lib/scan/scan_record.h"

namespace despin::view {

struct ExcerptPiece {
  std::string text;
  const scan::ScanFinding* finding = nullptr;  // the finding with these words; null for context
};

struct Excerpt {
  std::vector<ExcerptPiece> pieces;
  bool begins_text = false;  // true at the beginning of the text
};

// REQUIRES: findings by begin_byte; they outlive the result.
std::vector<Excerpt> excerpts_of(std::span<const scan::ScanFinding> findings);

}  // namespace despin::view
