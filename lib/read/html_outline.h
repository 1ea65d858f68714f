// lib/read/html_outline.h - reads a page that the parser's tree would make too large or too slow:
// a tree of its own tags, by a few rules instead of HTML5's.
//
//   read::outline_page(page, tree);
//
// What people write comes out as by the parser: what ends by the rules for paragraphs, items, rows
// and cells ends here. What does not: misnested formats are not opened again, and what stands
// wrongly in a table stays there. Where tags stand denser than kOutlineBytes for each, those beyond
// are left out, but the text in them is read, with a line break for each that is a block; they are
// counted in HtmlTree::flattened.
// Threads  Stateless.
// Memory   20 bytes for each node: an element of at least kOutlineBytes bytes, a text and a line
//          break.
// Cost     O(bytes): no tag looks at more than kOutlineLook open elements.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "lib/read/html_tree.h"

namespace despin::read {

// Elements of a page: one for so many of its bytes up to there, beyond the first.
inline constexpr std::size_t kOutlineBytes = 32;
inline constexpr std::size_t kOutlineFree = 512;
inline constexpr std::size_t kOutlineLook = 64;

// Replaces what `tree` held; `flattened` is at least 1.
void outline_page(std::string_view page, HtmlTree& tree);

}  // namespace despin::read
