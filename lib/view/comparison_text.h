// lib/view/comparison_text.h - renders a Comparison for the terminal.
//
//   std::fputs(view::render(comparison, original, suspect, options).c_str(), stdout);
//
//   spun.html: SPUN COPY of original.html
//     96 % of the suspect's 312 words were copied from the original; 24 % were ...
//
//     original                              suspect
//     [Storm] barrier holds as Port Ellery  [Typhoon] barrier holds as Port Ellery
//
// Threads  Stateless.
// Cost     O(texts + comparison).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "despin/comparison.h"
#include "despin/document.h"

namespace despin::view {

// One of the two texts; all members but `text` may be empty.
struct ComparedText {
  std::string_view name;  // path or id
  std::string_view title;
  std::string_view url;
  std::string_view date;
  std::string_view text;
};

// Both outlive what is made of them.
inline ComparedText compared_text(std::string_view name, const Document& document) {
  return {name, document.title, document.url, document.date, document.text};
}

struct ComparisonOptions {
  std::size_t columns = 80;  // below kSideBySideColumns the texts are shown one below the other
  bool color = false;
  std::size_t max_passages = 0;  // shows only the strongest; 0: all
};
inline constexpr std::size_t kSideBySideColumns = 60;

// Ends with a newline.
std::string render(const Comparison& comparison, const ComparedText& original,
                   const ComparedText& suspect, const ComparisonOptions& options);

}  // namespace despin::view
