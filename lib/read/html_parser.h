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
#include "lib/read/html_attributes.h"
#include "lib/read/html_tree.h"

namespace despin::read {

// The parser keeps the names of unknown elements in a list that it searches linearly.
inline constexpr std::size_t kMaxUnknownTags = 2000;
// Deeper than this nothing is opened, not even what must not be closed early (is_anchored()).
// Foster parenting and misnested tags build a tree deeper than the open elements; nodes deeper than
// this stand beside the one they were in.
inline constexpr std::size_t kMaxTreeDepth = 2 * std::size_t{kMaxPageDepth};
// Where elements stand beside each other once a page has cost half of the steps allowed: then it
// costs at most this many for a token, fewer than its bytes pay for.
inline constexpr std::size_t kCrampedDepth = 32;
// A step is an element that is open when a token arrives: the parser may look at each. Real pages
// take 2 steps per byte.
inline constexpr std::size_t kStepsPerByte = 16;
inline constexpr std::size_t kFreeSteps = std::size_t{16} << 20;
// The page itself and its blocks come on top of the parser's memory.
inline constexpr std::size_t kMaxParserMemory = kMaxPageMemory - 4 * kMaxPageBytes;
// Of the parser's memory for each byte of the page, and for none. A tag takes some 250 bytes, so a
// page whose tags stand denser than one in twelve bytes exceeds it.
inline constexpr std::size_t kParserMemoryPerByte = 20;
inline constexpr std::size_t kFreeParserMemory = std::size_t{1} << 20;

constexpr std::size_t max_parser_memory(std::size_t page_bytes) {
  const std::size_t memory = kFreeParserMemory + kParserMemoryPerByte * page_bytes;
  return memory < kMaxParserMemory ? memory : kMaxParserMemory;
}

enum class PageLimit { kNone, kMemory, kWork, kTags };

// Whether the parser relies on an open element's being there: it is never closed early to flatten
// deep nesting.
constexpr bool is_anchored(HtmlTag tag) {
  switch (tag) {
    case HtmlTag::kApplet:
    case HtmlTag::kBody:
    case HtmlTag::kButton:
    case HtmlTag::kCaption:
    case HtmlTag::kColgroup:
    case HtmlTag::kForm:
    case HtmlTag::kFrameset:
    case HtmlTag::kHead:
    case HtmlTag::kHtml:
    case HtmlTag::kIframe:
    case HtmlTag::kMarquee:
    case HtmlTag::kNoscript:
    case HtmlTag::kObject:
    case HtmlTag::kOptgroup:
    case HtmlTag::kOption:
    case HtmlTag::kScript:
    case HtmlTag::kSelect:
    case HtmlTag::kStyle:
    case HtmlTag::kTable:
    case HtmlTag::kTbody:
    case HtmlTag::kTd:
    case HtmlTag::kTemplate:
    case HtmlTag::kTextarea:
    case HtmlTag::kTfoot:
    case HtmlTag::kTh:
    case HtmlTag::kThead:
    case HtmlTag::kTitle:
    case HtmlTag::kTr:
      return true;
    default:
      return false;
  }
}

// How many elements may be open when a page has cost `steps` of `max_steps`.
constexpr std::size_t depth_allowed(std::size_t steps, std::size_t max_steps) {
  return steps <= max_steps / 2 ? std::size_t{kMaxPageDepth} : kCrampedDepth;
}

// Appends the nodes of `page` to `tree`, which is empty, and counts what it had to flatten or leave
// out. Returns the limit that was exceeded, or
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
