// tests/support/count_of.h - how often a page has a part; overlaps count.
#pragma once

#include <cstddef>
#include <string_view>

namespace despin {

inline std::size_t count_of(std::string_view page, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = page.find(part); at != page.npos; at = page.find(part, at + 1)) ++count;
  return count;
}

}  // namespace despin
