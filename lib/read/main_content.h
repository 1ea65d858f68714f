// lib/read/main_content.h - the article of a page, without menus, margins and comments.
//
//   read::Content content = read::main_content(page);
//
// Threads  Stateless.
// Cost     O(blocks + containers).
// Method   Prose is a block of some length that is mostly not links. The article is the
//          smallest element that still holds most of the page's prose, starting from what
//          the page itself calls its article. Links against text as the sign of a menu:
//          Kohlschuetter, Fankhauser and Nejdl 2010, "Boilerplate detection using shallow
//          text features", sec. 4.
#pragma once

#include <string>
#include <vector>

#include "lib/read/html_blocks.h"

namespace despin::read {

struct Content {
  std::string text;
  std::vector<InputRun> runs;  // where it stands in the page
};

// The text of the article, blocks divided by blank lines: "- " before list items, bars
// around table cells, quotation marks around quoted blocks, fences around code. Empty
// only if the page has no text.
Content main_content(const Page& page);

}  // namespace despin::read
