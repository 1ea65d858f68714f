// lib/read/article_blocks.h - finds the blocks of a page that belong to its article.
//
//   const std::vector<bool> kept = read::find_article(page);
//
// Threads  Stateless.
// Cost     O(bytes of the blocks + containers).
// Method   lib/read/README.md, "How the main content is found".
#pragma once

#include <vector>

#include "lib/read/html_blocks.h"

namespace despin::read {

// One flag per block. All are false for a page that holds only links.
std::vector<bool> find_article(const PageBlocks& page);

}  // namespace despin::read
