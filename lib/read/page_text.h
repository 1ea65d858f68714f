// lib/read/page_text.h - the text of a page, wherever it stands.
//
//   read::PageText text = read::page_text(tree, page, metadata.article_body);
//   if (text.content.text.empty()) ...             // a page without text
//
// What a reader sees comes first. If that is next to nothing, the text is looked for where pages
// built by scripts have it, in the description for search engines, and then where a style sheet or
// a browser without scripts would show it.
// Threads  Stateless.
// Cost     O(bytes): at most three further walks over the page.
#pragma once

#include <cstdint>
#include <string_view>

#include "despin/document.h"
#include "lib/read/html_tree.h"
#include "lib/read/main_content.h"

namespace despin::read {

struct PageText {
  Content content;
  TextOrigin from = TextOrigin::kPage;
  std::uint32_t unhidden = 0;  // as in PageOmissions
};

// `page` is what `tree` was parsed from, `article_body` JSON-LD's as read_metadata() found it.
PageText page_text(const HtmlTree& tree, std::string_view page, std::string_view article_body);

// The text of an articleBody: HTML, HTML whose tags are written as entities, or plain.
std::string article_body_text(std::string_view body);

}  // namespace despin::read
