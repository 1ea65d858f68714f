// lib/read/main_content.h - extracts the article of a page, without menus, margins and comments.
//
//   read::Content content = read::main_content(page);
//
// Threads  Stateless.
// Cost     O(blocks + containers).
// Method   article_blocks.h finds the blocks; README.md has method and sources.
#pragma once

#include <string>
#include <vector>

#include "lib/read/html_blocks.h"

namespace despin::read {

struct Content {
  std::string text;
  std::vector<InputRun> runs;  // map `text` to the page
};

// All text of a page that is nothing but an article.
Content whole_content(const PageBlocks& page);

// The text of the article, blocks separated by blank lines: "- " before list items, bars around
// table cells, quotation marks around quoted blocks, fences around code. Empty only if the page has
// no text.
Content main_content(const PageBlocks& page);

}  // namespace despin::read
