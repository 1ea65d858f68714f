// lib/read/article_blocks.h - which blocks of a page are its article.
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

// One answer for each block; none at all may be kept, of a page of links.
std::vector<bool> find_article(const PageBlocks& page);

}  // namespace despin::read
