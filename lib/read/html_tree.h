// lib/read/html_tree.h - the HTML5 tree of a page, in bounded time and memory.
//
//   auto tree = read::parse_html(page);      // kTooLarge
//   for (const read::HtmlNode& node : tree->nodes) ...
//
// Nodes lie in page order, each followed by its subtree, and name the bytes of the page
// they came from; attributes and text are read from there (html_attributes.h,
// html_entities.h).
// Threads  Stateless.
// Errors   kTooLarge: page, memory, work, nesting or attributes beyond a limit.
// Memory   At most kMaxPageMemory while parsing, 20 bytes a node after.
// Cost     O(bytes): work is counted, and refused beyond a multiple of the page's size.
// Method   A library's parser (html_parser.h); lib/read/README.md says which, and what keeps it
//          in bounds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "despin/result.h"

namespace despin::read {

// The elements that mean something to a reader; every other is kOther.
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
  kMath,
  kMenu,
  kMeta,
  kNav,
  kNoscript,
  kObject,
  kOl,
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
  bool raw = false;              // text: "&amp;" stands for itself, as in scripts
  std::uint32_t end = 0;         // index behind the last node of its subtree
  std::uint32_t begin_byte = 0;  // in the page: the start tag, "<p class=x>", empty where the
  std::uint32_t end_byte = 0;    // parser put the element in; or the text before it is decoded
};

struct HtmlTree {
  std::vector<HtmlNode> nodes;  // [0] is <html>
};

Result<HtmlTree> parse_html(const std::string& page);

}  // namespace despin::read
