// lib/read/html_metadata.h - reads the metadata of a page: title, author, date, language, address.
//
//   const read::PageMetadata metadata = read::read_metadata(tree, bytes);
//
// Threads  Stateless.
// Cost     O(bytes); at most kMaxJsonLdBytes of JSON-LD are parsed.
// Method   Each source has a rank; the best-ranked value of a field wins, the first among equals.
//          In order: JSON-LD's article (schema.org), OpenGraph and article:*, the tags of libraries
//          and newsrooms (citation_*, Dublin Core, parsely, sailthru), plain <meta>, microdata,
//          visible markup (byline, <time>, <title>, <h1>). For the language <html lang> comes
//          first, for the address rel=canonical. The site's name is removed from a title if
//          og:site_name or the page's heading confirms it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "lib/read/html_tree.h"

namespace despin::read {

inline constexpr std::size_t kMaxJsonLdBytes = std::size_t{1} << 20;

// Fields that the page does not state are empty.
struct PageMetadata {
  std::string title;
  std::string author;  // several are separated by ", "
  std::string url;
  std::string date;
  std::string language;
  std::string article_body;  // JSON-LD's, as written: text, or HTML in pieces
};

// `page` is what `tree` was parsed from.
PageMetadata read_metadata(const HtmlTree& tree, std::string_view page);

}  // namespace despin::read
