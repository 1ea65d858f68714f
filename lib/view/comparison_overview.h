// lib/view/comparison_overview.h - where in either text the copied and the swapped words are,
// as two small charts of the page.
// Threads  Stateless.
#pragma once

#include <string>
#include <string_view>

#include "despin/comparison.h"

namespace despin::view {

// Empty if nothing was copied.
std::string overview_html(const Comparison& comparison, std::string_view original,
                          std::string_view suspect);

}  // namespace despin::view
