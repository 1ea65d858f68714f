// lib/read/html_blocks.h - a page as a list of text blocks and the elements that hold them.
//
//   const read::PageBlocks page = read::collect_blocks(tree, bytes);
//
// A block is what a reader sees as one paragraph, heading, list item or table row.
// Blocks come in page order, so an element holds a contiguous range of them.
// Threads  Stateless.
// Cost     O(bytes).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "despin/reader.h"
#include "lib/read/html_tree.h"

namespace despin::read {

enum class BlockKind : std::uint8_t { kParagraph, kHeading, kListItem, kTableRow, kCode };

struct HtmlBlock {
  BlockKind kind = BlockKind::kParagraph;
  bool quoted = false;  // inside <blockquote>
  std::string text;     // white space collapsed, entities decoded; without bullet or cell bars
  std::size_t link_bytes = 0;  // bytes of `text` inside links
  std::vector<InputRun> runs;  // map `text` to the page
};

enum class Role : std::uint8_t {
  kNone,
  kMain,    // marked as the article or the main part
  kMargin,  // marked as navigation, comments, advertising or the like
};

// An element that may hold blocks. Parents come before their children.
struct Container {
  std::uint32_t parent = 0;
  std::uint32_t first_block = 0;
  std::uint32_t end_block = 0;
  Role role = Role::kNone;
  HtmlTag tag = HtmlTag::kOther;
};

// What is read besides that which a browser shows as prose.
enum class AlsoRead : std::uint8_t { kNothing, kControls, kNoscript, kHidden };

struct PageBlocks {
  std::vector<HtmlBlock> blocks;
  std::vector<Container> containers;  // [0] is the root
  std::uint32_t unhidden = 0;         // elements said to be hidden that a style sheet shows
};

// `page` is what `tree` was parsed from.
PageBlocks collect_blocks(const HtmlTree& tree, std::string_view page,
                          AlsoRead also = AlsoRead::kNothing);

}  // namespace despin::read
