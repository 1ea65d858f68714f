// lib/view/comparison_overview.h - where in either text the copied and the swapped words are,
// as two small charts of the page.
//
//   view::set_overview(comparison, original, suspect, page);  // "overview"
//
// Threads  Stateless.
// Cost     O(comparison).
#pragma once

#include <string_view>

#include "despin/comparison.h"
#include "lib/view/page.h"

namespace despin::view {

// For overview.html. Sets nothing if nothing was copied.
void set_overview(const Comparison& comparison, std::string_view original, std::string_view suspect,
                  PageData& page);

}  // namespace despin::view
