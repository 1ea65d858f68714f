// lib/view/report_excerpt.h - the stretches of text around the findings of a scan's record.
//
//   for (const Excerpt& excerpt : excerpts_of(record.findings)) ...
//
// A record holds a little text before and after each finding. Where those of two findings
// meet they say the same words, and both findings stand in one stretch.
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
  const scan::ScanFinding* finding = nullptr;  // whose words these are; null for those around it
};

struct Excerpt {
  std::vector<ExcerptPiece> pieces;
  bool begins_text = false;  // else something was before it
};

// REQUIRES: findings by begin_byte; they outlive what is returned.
std::vector<Excerpt> excerpts_of(std::span<const scan::ScanFinding> findings);

}  // namespace despin::view
