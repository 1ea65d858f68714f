// lib/view/comparison_page.h - renders a Comparison as one self-contained HTML page.
//
//   auto written = scan::write_file("swaps.html", view::comparison_page(comparison, from, to));
//
// The page is lib/view/templates/comparison.html (lib/view/page.h). Swaps are links to their
// partners, "#o3" in the original and "#s3" in the suspect, 3 being the place in
// Comparison::substitutions.
//
// Threads  Stateless.
// Cost     O(texts + comparison).
#pragma once

#include <string>
#include <string_view>

#include "despin/comparison.h"
#include "lib/view/comparison_text.h"
#include "lib/view/run_facts.h"

namespace despin::view {

// REQUIRES: the texts that were compared. Texts and names may hold any bytes.
std::string comparison_page(const Comparison& comparison, const ComparedText& original,
                            const ComparedText& suspect, const RunFacts& facts = {});

}  // namespace despin::view
