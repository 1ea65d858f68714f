#include "lib/read/page_text.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "lib/read/html_attributes.h"
#include "lib/read/html_blocks.h"
#include "lib/read/html_entities.h"
#include "lib/text/ascii.h"

namespace despin::read {
namespace {

// What is found elsewhere is the text of a page only if it is this many times as long as what the
// page shows, which then is a menu or a notice, and long enough to be an article.
constexpr std::size_t kTimesAsLong = 3;
constexpr std::size_t kArticleBytes = 400;
// Pages have much that is hidden: dialogs, menus, notices. It is looked into only if less than this
// is shown, about forty words.
constexpr std::size_t kFewBytes = 250;
// Frames that are looked into; each takes a parser of its own.
constexpr int kMaxFrames = 50;

bool has_tag(std::string_view text) {
  for (std::size_t at = text.find('<'); at != text.npos; at = text.find('<', at + 1)) {
    const char next = at + 1 < text.size() ? text[at + 1] : ' ';
    if (next == '/' || text::is_ascii_letter(next)) return true;
  }
  return false;
}

bool has_block_tag(std::string_view html) {
  for (const std::string_view tag : {"<p", "<br", "<div", "<li", "<h2"}) {
    if (text::find_ascii(html, tag) != std::string_view::npos) return true;
  }
  return false;
}

// Line breaks divide paragraphs where no tag does.
std::string with_breaks(std::string_view html) {
  std::string out;
  for (const char c : html) {
    if (c == '\n') out += "<br>";
    out += c;
  }
  return out;
}

// The pages that stand in srcdoc. A frame inside such a page is not looked into.
std::string frames_text(const HtmlTree& tree, std::string_view page) {
  std::string out;
  Element element;
  int frames = 0;
  for (const HtmlNode& node : tree.nodes) {
    if (node.tag != HtmlTag::kIframe) continue;
    element.read(node.tag, page.substr(node.begin_byte, node.end_byte - node.begin_byte));
    const std::string inside = decoded_attribute(element, "srcdoc");
    if (inside.empty()) continue;
    if (++frames > kMaxFrames) break;
    const auto frame = parse_html(inside);
    if (!frame) continue;
    const std::string text = main_content(collect_blocks(*frame, inside)).text;
    if (!text.empty()) out.append(out.empty() ? "" : "\n\n").append(text);
  }
  return out;
}

// Bytes of the page inside elements that are not read at first.
struct Unread {
  std::size_t controls = 0;
  std::size_t noscript = 0;
  bool frames = false;
};

Unread unread_of(const HtmlTree& tree) {
  Unread out;
  for (const HtmlNode& node : tree.nodes) {
    const bool control = node.tag == HtmlTag::kButton || node.tag == HtmlTag::kTextarea;
    out.frames = out.frames || node.tag == HtmlTag::kIframe;
    if (!control && node.tag != HtmlTag::kNoscript) continue;
    const std::uint32_t end = tree.nodes[node.end - 1].end_byte;
    (control ? out.controls : out.noscript) += end > node.end_byte ? end - node.end_byte : 0;
  }
  return out;
}

// The text of a page among those that are offered.
class TextChoice {
 public:
  explicit TextChoice(Content&& shown)
      : shown_(shown.text.size()), best_{std::move(shown), TextOrigin::kPage, 0} {}

  std::size_t shown() const { return shown_; }

  // Whether a text of `bytes` besides that which is shown may be the page's.
  bool may_be(std::size_t bytes) const {
    return bytes > 0 && shown_ + bytes >= kTimesAsLong * shown_;
  }

  // Takes a text if it is the page's; of a page that shows nothing, the longest.
  void offer(Content&& content, TextOrigin from) {
    const std::size_t size = content.text.size();
    const bool article = size >= kArticleBytes && size >= kTimesAsLong * shown_;
    if (article || (shown_ == 0 && size > best_.content.text.size())) {
      best_ = {std::move(content), from, 0};
    }
    decided_ = decided_ || article;
  }

  bool is_open() const { return !decided_; }

  PageText take() { return std::move(best_); }

 private:
  std::size_t shown_;
  bool decided_ = false;
  PageText best_;
};

}  // namespace

std::string article_body_text(std::string_view body) {
  // Some sites escape twice.
  std::string html = decode_entities(body, EntityPlace::kText);
  if (!has_tag(html)) return std::string(text::trim_ascii(html));
  if (!has_block_tag(html)) html = with_breaks(html);
  const auto tree = parse_html(html);
  return tree ? whole_content(collect_blocks(*tree, html)).text : std::string();
}

PageText page_text(const HtmlTree& tree, std::string_view page, std::string_view article_body) {
  std::uint32_t unhidden = 0;
  const auto content = [&](AlsoRead also) {
    const PageBlocks blocks = collect_blocks(tree, page, also);
    unhidden = std::max(unhidden, blocks.unhidden);
    return main_content(blocks);
  };
  TextChoice choice(content(AlsoRead::kNothing));
  const Unread unread = unread_of(tree);
  if (article_body.size() > choice.shown()) {
    choice.offer({article_body_text(article_body), {}}, TextOrigin::kArticleBody);
  }
  if (choice.is_open() && choice.may_be(unread.controls)) {
    choice.offer(content(AlsoRead::kControls), TextOrigin::kControls);
  }
  if (choice.is_open() && unread.frames) {
    choice.offer({frames_text(tree, page), {}}, TextOrigin::kFrames);
  }
  if (choice.is_open() && choice.may_be(unread.noscript)) {
    choice.offer(content(AlsoRead::kNoscript), TextOrigin::kNoscript);
  }
  if (choice.is_open() && choice.shown() < kFewBytes) {
    choice.offer(content(AlsoRead::kHidden), TextOrigin::kHidden);
  }
  PageText out = choice.take();
  out.unhidden = unhidden;
  return out;
}

}  // namespace despin::read
