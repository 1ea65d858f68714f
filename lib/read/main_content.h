// lib/read/main_content.h - the article of a page, without menus, margins and comments.
//
//   read::Content content = read::main_content(page);
//
// Threads  Stateless.
// Cost     O(blocks + containers).
// Method   article_blocks.h finds it; README.md says how, and after whom.
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
Content main_content(const PageBlocks& page);

}  // namespace despin::read
