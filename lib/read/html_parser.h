// lib/read/html_parser.h - the interface to a library that parses HTML5.
//
//   HtmlTree tree;
//   const PageLimit limit = build_tree(page, tree);        // kNone: the tree is complete
//   const ReferenceName name = longest_reference_name("amp;c");  // 4 bytes, "&"
//
// Each library has one implementation, html_parser_<library>.cc; the build selects one. No other
// file names the library. A library must report the offsets of start tags and texts and allow
// parsing to stop in the middle of a page; our own code reads attributes, entities in texts and
// encodings.
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

// More than real tags have.
inline constexpr int kMaxAttributes = 256;
// The parser keeps the names of unknown elements in a list that it searches linearly.
inline constexpr std::size_t kMaxUnknownTags = 2000;
// Foster parenting and misnested tags build a tree deeper than the open elements; nodes deeper than
// this are dropped.
inline constexpr std::size_t kMaxTreeDepth = 2 * std::size_t{kMaxPageDepth};
// A step is an element that is open when a token arrives: the parser may look at each. Real pages
// take 2 steps per byte.
inline constexpr std::size_t kStepsPerByte = 16;
inline constexpr std::size_t kFreeSteps = std::size_t{16} << 20;
// The page itself and its blocks come on top of the parser's memory.
inline constexpr std::size_t kMaxParserMemory = kMaxPageMemory - 4 * kMaxPageBytes;

enum class PageLimit { kNone, kMemory, kWork, kDepth, kAttributes, kTags };

// Appends the nodes of `page` to `tree`, which is empty. Returns the limit that was exceeded, or
// kNone.
PageLimit build_tree(const std::string& page, HtmlTree& tree);

struct ReferenceName {
  std::size_t bytes = 0;  // including its ";" if present; 0 if there is none
  std::array<std::uint32_t, 2> characters{};
  std::size_t count = 0;  // number of characters: one or two
};

// The longest name of a character reference that `text` begins with; "notit" begins with "not".
// REQUIRES: text is not empty.
ReferenceName longest_reference_name(std::string_view text);

}  // namespace despin::read
