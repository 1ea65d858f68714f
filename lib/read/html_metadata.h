// lib/read/html_metadata.h - what a page says of itself: title, author, date, language, address.
//
//   const read::PageMetadata metadata = read::read_metadata(tree, bytes);
//
// Threads  Stateless.
// Cost     O(bytes); at most kMaxJsonLdBytes of JSON-LD are parsed.
// Method   Each statement has a rank, and of each field the best-ranked is taken, of equals
//          the first: JSON-LD's article (schema.org), OpenGraph and article:*, then what
//          libraries and newsrooms use (citation_*, Dublin Core, parsely, sailthru), plain
//          <meta>, microdata, markup that people see (byline, <time>, <title>, <h1>).
//          Language begins with <html lang>, address with rel=canonical. The name of the site
//          is taken off a title where og:site_name or the page's heading shows it is one.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "lib/read/html_tree.h"

namespace despin::read {

inline constexpr std::size_t kMaxJsonLdBytes = std::size_t{1} << 20;

// What the page does not state is empty.
struct PageMetadata {
  std::string title;
  std::string author;  // several are divided by ", "
  std::string url;
  std::string date;
  std::string language;
};

// `page` is what `tree` was parsed from.
PageMetadata read_metadata(const HtmlTree& tree, std::string_view page);

}  // namespace despin::read
