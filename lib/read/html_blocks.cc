#include "lib/read/html_blocks.h"

#include <string_view>
#include <utility>

#include "despin/reader.h"
#include "lib/read/ascii.h"
#include "lib/read/html_names.h"

namespace despin::read {
namespace {

// The parser may move a subtree below where it was counted; twice the limit is ample.
constexpr int kMaxWalkDepth = 2 * kMaxPageDepth;
// A row with a longer cell lays out a page; it is no table of facts.
constexpr std::size_t kMaxCellBytes = 300;

const GumboNode* child_at(const GumboVector& children, unsigned int i) {
  return static_cast<const GumboNode*>(children.data[i]);
}

bool is_element(const GumboNode* node) {
  return node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE;
}

bool is_text(const GumboNode* node) {
  return node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE ||
         node->type == GUMBO_NODE_CDATA;
}

// Text of a block as it grows: white space collapsed, links measured.
class Line {
 public:
  void add(std::string_view text, bool preformatted) {
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t space = space_at(text, at);
      if (space == 0) {
        put_space();
        const std::size_t begin = at;
        do ++at;
        while (at < text.size() && space_at(text, at) == 0);
        put(text.substr(begin, at - begin));
      } else if (preformatted) {
        put(text[at] == '\r' ? std::string_view{} : text.substr(at, space));
        at += space;
      } else {
        space_pending_ = true;
        at += space;
      }
    }
  }

  void mark(std::string_view mark) {
    put_space();
    put(mark);
  }

  // For a mark that ends what it marks: "code`", before any space.
  void close(std::string_view mark) { put(mark); }

  void break_line() {
    space_pending_ = false;
    if (!text_.empty() && text_.back() != '\n') text_.push_back('\n');
  }

  bool empty() const { return text_.empty(); }
  bool at_line_start() const { return text_.empty() || text_.back() == '\n'; }
  int links = 0;  // how many links are open

  // Hands the text over and starts anew.
  Block take() {
    Block block;
    while (!text_.empty() && is_ascii_space(text_.back())) text_.pop_back();
    block.text = std::exchange(text_, {});
    block.link_bytes = std::exchange(link_bytes_, 0);
    space_pending_ = false;
    return block;
  }

 private:
  // Bytes of the white space at `at`, 0 if there is none. U+00A0 counts: pages use it to
  // lay out, and a word divider it is all the same.
  static std::size_t space_at(std::string_view text, std::size_t at) {
    if (is_ascii_space(text[at])) return 1;
    return text[at] == '\xC2' && at + 1 < text.size() && text[at + 1] == '\xA0' ? 2 : 0;
  }

  void put_space() {
    if (space_pending_ && !at_line_start()) put(" ");
    space_pending_ = false;
  }

  void put(std::string_view text) {
    text_.append(text);
    if (links > 0) link_bytes_ += text.size();
  }

  std::string text_;
  std::size_t link_bytes_ = 0;
  bool space_pending_ = false;
};

// Inline text of a subtree; false if it holds anything block-level.
bool inline_text(const GumboNode* node, int depth, Line& line) {
  if (is_text(node)) {
    line.add(node->v.text.text, false);
    return true;
  }
  if (!is_element(node)) return true;
  const GumboElement& element = node->v.element;
  if (depth > kMaxWalkDepth || is_block_level(element.tag)) return false;
  if (is_skipped(element)) return true;
  if (element.tag == GUMBO_TAG_BR) line.add(" ", false);
  const bool link = element.tag == GUMBO_TAG_A;
  line.links += link;
  bool inline_only = true;
  for (unsigned int i = 0; i < element.children.length && inline_only; ++i) {
    inline_only = inline_text(child_at(element.children, i), depth + 1, line);
  }
  line.links -= link;
  return inline_only;
}

class Collector {
 public:
  explicit Collector(Page& page) : page_(page) {}

  void walk(const GumboNode* node, std::uint32_t parent, int depth) {
    if (is_text(node)) {
      line_.add(node->v.text.text, in_pre_ > 0);
      return;
    }
    if (!is_element(node)) return;
    const GumboElement& element = node->v.element;
    if (element.tag == GUMBO_TAG_HEAD) read_head(element);
    if (depth > kMaxWalkDepth || is_skipped(element)) return;
    if (element.tag == GUMBO_TAG_BR) {
      // Two in a row divide paragraphs on pages that have no <p>.
      if (line_.at_line_start() && in_pre_ == 0) flush();
      line_.break_line();
      return;
    }
    if (element.tag == GUMBO_TAG_TIME && page_.date.empty()) {
      page_.date = attribute(element, "datetime");
    }
    if (!is_block_level(element.tag)) {
      walk_inline(element, parent, depth);
      return;
    }
    flush();
    if (element.tag == GUMBO_TAG_TR && add_row(element)) return;
    walk_block(element, parent, depth);
    flush();
  }

  void flush() {
    if (line_.empty()) return;
    Block block = line_.take();
    if (block.text.empty()) return;
    block.kind = in_pre_ > 0       ? BlockKind::kCode
                 : in_heading_ > 0 ? BlockKind::kHeading
                 : bullet_         ? BlockKind::kListItem
                                   : BlockKind::kParagraph;
    block.quoted = in_quote_ > 0;
    bullet_ = false;
    page_.blocks.push_back(std::move(block));
  }

 private:
  std::uint32_t block_count() const { return static_cast<std::uint32_t>(page_.blocks.size()); }

  void walk_inline(const GumboElement& element, std::uint32_t parent, int depth) {
    const bool link = element.tag == GUMBO_TAG_A;
    const bool code =
        in_pre_ == 0 && (element.tag == GUMBO_TAG_CODE || element.tag == GUMBO_TAG_KBD ||
                         element.tag == GUMBO_TAG_SAMP);
    const bool quote = element.tag == GUMBO_TAG_Q;
    line_.links += link;
    if (code) line_.mark("`");
    if (quote) line_.mark("\u201C");
    walk_children(element, parent, depth);
    if (quote) line_.close("\u201D");
    if (code) line_.close("`");
    line_.links -= link;
  }

  void walk_block(const GumboElement& element, std::uint32_t parent, int depth) {
    const auto self = static_cast<std::uint32_t>(page_.containers.size());
    const Role role = role_of(element, in_article_ > 0);
    page_.containers.push_back({parent, block_count(), 0, role});
    const bool pre = element.tag == GUMBO_TAG_PRE || element.tag == GUMBO_TAG_LISTING;
    const bool heading = is_heading(element.tag);
    const bool quote = element.tag == GUMBO_TAG_BLOCKQUOTE;
    const bool article = role == Role::kMain;
    if (element.tag == GUMBO_TAG_LI) bullet_ = true;
    in_pre_ += pre;
    in_heading_ += heading;
    in_quote_ += quote;
    in_article_ += article;
    walk_children(element, self, depth);
    flush();
    in_pre_ -= pre;
    in_heading_ -= heading;
    in_quote_ -= quote;
    in_article_ -= article;
    if (element.tag == GUMBO_TAG_LI) bullet_ = false;
    page_.containers[self].end_block = block_count();
  }

  void walk_children(const GumboElement& element, std::uint32_t parent, int depth) {
    for (unsigned int i = 0; i < element.children.length; ++i) {
      walk(child_at(element.children, i), parent, depth + 1);
    }
  }

  // A row of a table of facts becomes one block; false if the row lays out the page.
  bool add_row(const GumboElement& row) {
    Block block;
    block.kind = BlockKind::kTableRow;
    block.quoted = in_quote_ > 0;
    int cells = 0;
    for (unsigned int i = 0; i < row.children.length; ++i) {
      const GumboNode* cell = child_at(row.children, i);
      if (!is_element(cell)) continue;
      const GumboElement& element = cell->v.element;
      if (element.tag != GUMBO_TAG_TD && element.tag != GUMBO_TAG_TH) continue;
      Line line;
      for (unsigned int j = 0; j < element.children.length; ++j) {
        if (!inline_text(child_at(element.children, j), 0, line)) return false;
      }
      const Block inside = line.take();
      if (inside.text.size() > kMaxCellBytes) return false;
      block.text += (cells++ > 0 ? " | " : "") + inside.text;
      block.link_bytes += inside.link_bytes;
    }
    if (cells < 2) return false;
    if (block.text.find_first_not_of(" |") == std::string::npos) return true;
    page_.blocks.push_back(std::move(block));
    return true;
  }

  static std::string text_of(const GumboElement& element) {
    Line line;
    for (unsigned int i = 0; i < element.children.length; ++i) {
      inline_text(child_at(element.children, i), 0, line);
    }
    return line.take().text;
  }

  void read_head(const GumboElement& head) {
    std::string plain_title;
    for (unsigned int i = 0; i < head.children.length; ++i) {
      const GumboNode* node = child_at(head.children, i);
      if (!is_element(node)) continue;
      const GumboElement& element = node->v.element;
      if (element.tag == GUMBO_TAG_TITLE && plain_title.empty()) plain_title = text_of(element);
      if (element.tag == GUMBO_TAG_LINK && same_ascii(attribute(element, "rel"), "canonical")) {
        page_.url = attribute(element, "href");
      }
      if (element.tag == GUMBO_TAG_META) read_meta(element);
    }
    if (page_.title.empty()) page_.title = std::move(plain_title);
  }

  void read_meta(const GumboElement& element) {
    std::string_view name = attribute(element, "property");
    if (name.empty()) name = attribute(element, "name");
    if (name.empty()) name = attribute(element, "itemprop");
    const std::string_view content = trim_ascii(attribute(element, "content"));
    if (same_ascii(name, "og:title")) page_.title = content;
    if (same_ascii(name, "og:url") && page_.url.empty()) page_.url = content;
    for (const std::string_view date :
         {"article:published_time", "datePublished", "date", "dc.date", "pubdate"}) {
      if (same_ascii(name, date) && page_.date.empty()) page_.date = content;
    }
  }

  Page& page_;
  Line line_;
  int in_pre_ = 0;
  int in_heading_ = 0;
  int in_quote_ = 0;
  int in_article_ = 0;
  bool bullet_ = false;
};

}  // namespace

Page collect_blocks(const GumboNode* root) {
  Page page;
  Collector collector(page);
  page.containers.push_back({});
  collector.walk(root, 0, 0);
  collector.flush();
  page.containers[0].end_block = static_cast<std::uint32_t>(page.blocks.size());
  return page;
}

}  // namespace despin::read
