// lib/read/html_parser.h - all that `read` asks of a library that parses HTML5.
//
//   HtmlTree tree;
//   const PageLimit limit = build_tree(page, tree);        // kNone: the tree is whole
//   const ReferenceName name = longest_reference_name("amp;c");  // 4 bytes, "&"
//
// One file implements it for each library, html_parser_<library>.cc; the build takes one of
// them. No other file names the library. A library is to tell where in the page each start tag
// and text stands and to be left in the middle of a page; attributes, entities in texts and
// encodings are read by our own code.
// Threads  Stateless.
// Memory   At most kMaxParserMemory while parsing.
// Cost     O(bytes): work is counted, and at most kFreeSteps + kStepsPerByte * bytes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "despin/reader.h"
#include "lib/read/html_tree.h"

namespace despin::read {

// More than any tag people write has.
inline constexpr int kMaxAttributes = 256;
// Names of elements HTML does not know are looked up in a list.
inline constexpr std::size_t kMaxUnknownTags = 2000;
// Foster parenting and misnested tags build deeper than elements are open; what lies deeper
// still is dropped.
inline constexpr std::size_t kMaxTreeDepth = 2 * std::size_t{kMaxPageDepth};
// A step is an element that was open when a token came: the parser may look at each. Pages
// people write take 2 steps a byte.
inline constexpr std::size_t kStepsPerByte = 16;
inline constexpr std::size_t kFreeSteps = std::size_t{16} << 20;
// What the page itself and its blocks take comes on top of the parser's.
inline constexpr std::size_t kMaxParserMemory = kMaxPageMemory - 4 * kMaxPageBytes;

enum class PageLimit { kNone, kMemory, kWork, kDepth, kAttributes, kTags };

// Appends the nodes of `page` to `tree`, which is empty; the limit that was exceeded, kNone if
// none was.
PageLimit build_tree(const std::string& page, HtmlTree& tree);

struct ReferenceName {
  std::size_t bytes = 0;  // with its ";" if it has one; 0 if there is none
  std::array<std::uint32_t, 2> characters{};
  std::size_t count = 0;  // of characters: one or two
};

// The longest name of a character reference that `text` begins with; "notit" begins with "not".
// REQUIRES: text is not empty.
ReferenceName longest_reference_name(std::string_view text);

}  // namespace despin::read
