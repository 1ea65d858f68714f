// lib/read/html_tree.h - parses a page into an HTML5 tree, in bounded time and memory.
//
//   auto tree = read::parse_html(page);      // kTooLarge
//   for (const read::HtmlNode& node : tree->nodes) ...
//
// Nodes are in page order, each followed by its subtree, and hold offsets into the page; attributes
// and text are read from there (html_attributes.h, html_entities.h).
// Threads  Stateless.
// Errors   kTooLarge: the page exceeds kMaxPageBytes. Deep nesting is no error: as in browsers,
// what
//          nests deeper than kMaxPageDepth stands beside the element it was in. Nor are too many
//          tags: html_outline.h.
// Memory   At most max_parser_memory() while parsing, then 20 bytes per node.
// Cost     O(bytes): work is counted and limited to a multiple of the page's size.
// Method   The parser of a library (html_parser.h); for the reasons and the limits see
//          lib/read/README.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "despin/result.h"

namespace despin::read {

// The elements that the reader distinguishes; all others are kOther.
enum class HtmlTag : std::uint8_t {
  kOther,
  kText,
  kA,
  kAddress,
  kApplet,
  kArticle,
  kAside,
  kAudio,
  kBase,
  kBlockquote,
  kBody,
  kBr,
  kButton,
  kCanvas,
  kCaption,
  kCenter,
  kCite,
  kCode,
  kColgroup,
  kDatalist,
  kDd,
  kDel,
  kDetails,
  kDialog,
  kDir,
  kDiv,
  kDl,
  kDt,
  kEmbed,
  kFieldset,
  kFigcaption,
  kFigure,
  kFooter,
  kForm,
  kFrameset,
  kH1,
  kH2,
  kH3,
  kH4,
  kH5,
  kH6,
  kHead,
  kHeader,
  kHgroup,
  kHr,
  kHtml,
  kIframe,
  kImg,
  kInput,
  kIns,
  kKbd,
  kLabel,
  kLegend,
  kLi,
  kLink,
  kListing,
  kMain,
  kMap,
  kMarquee,
  kMath,
  kMenu,
  kMeta,
  kNav,
  kNoscript,
  kObject,
  kOl,
  kOptgroup,
  kOption,
  kP,
  kPre,
  kQ,
  kRp,
  kRt,
  kSamp,
  kScript,
  kSection,
  kSelect,
  kSpan,
  kStyle,
  kSub,
  kSummary,
  kSup,
  kSvg,
  kTable,
  kTbody,
  kTd,
  kTemplate,
  kTextarea,
  kTfoot,
  kTh,
  kThead,
  kTime,
  kTitle,
  kTr,
  kUl,
  kVideo,
};

struct HtmlNode {
  HtmlTag tag = HtmlTag::kOther;
  bool raw = false;              // text without entities, as in scripts: "&amp;" is literal
  std::uint32_t end = 0;         // one past the last node of its subtree
  std::uint32_t begin_byte = 0;  // in the page: the start tag ("<p class=x>"; empty if the
  std::uint32_t end_byte = 0;    // parser inserted the element), or the text before decoding
};

struct HtmlTree {
  std::vector<HtmlNode> nodes;   // [0] is <html>
  std::uint32_t flattened = 0;   // elements that nested too deep and stand beside instead, or are
                                 // left out as too many
  std::uint32_t attributes = 0;  // beyond kMaxAttributes of a tag, not read
};

Result<HtmlTree> parse_html(const std::string& page);

}  // namespace despin::read
