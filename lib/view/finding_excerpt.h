// lib/view/finding_excerpt.h - excerpts of a text around its findings, wrapped next to a margin.
//
//   for (const std::string& line : view::excerpts(text, findings, layout)) print(line);
//
//   ... says the [Communist Bash] has created a huge   <- Communist Party
//   surveillance [condition] by way of [distinct]      <- state; different
//   solutions ...
//
// Units    Findings are byte spans of `text`; widths are columns.
// Threads  Stateless.
// Cost     O(text + findings).
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "despin/report.h"

namespace despin::view {

struct ExcerptLayout {
  std::size_t columns = 80;
  bool color = false;
};

// Lines without newlines, with a blank line between excerpts. REQUIRES: findings are disjoint, by
// begin_byte, inside the text.
std::vector<std::string> excerpts(std::string_view text, std::span<const Finding> findings,
                                  const ExcerptLayout& layout);

// `original` with the capitals of its substitute: for "Communist Bash", "communist party" becomes
// "Communist Party".
std::string with_capitals_of(std::string_view written, std::string_view original);

}  // namespace despin::view
