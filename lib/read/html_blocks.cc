#include "lib/read/html_blocks.h"

#include <string_view>
#include <utility>

#include "lib/read/footnote_mark.h"
#include "lib/read/html_attributes.h"
#include "lib/read/html_line.h"
#include "lib/read/html_names.h"
#include "lib/read/style_rules.h"
#include "lib/text/ascii.h"

namespace despin::read {
namespace {

// A row with a longer cell belongs to a layout table, not to a data table.
constexpr std::size_t kMaxCellBytes = 300;
// Longer elements are neither icons nor marks of footnotes, whatever they say.
constexpr std::uint32_t kMaxSignBytes = 400;
constexpr std::uint32_t kMaxSignNodes = 20;
// Longer blocks are read although they are hidden from screen readers: that is no dialog's page.
constexpr std::uint32_t kUnspokenBytes = 1000;
// Of inline_text(): also what is left out of blocks.
constexpr bool kAllInside = true;

class BlockCollector {
 public:
  BlockCollector(const HtmlTree& tree, std::string_view bytes, AlsoRead also, PageBlocks& page)
      : nodes_(tree.nodes),
        bytes_(bytes),
        also_(also),
        page_(page),
        line_(bytes),
        rules_(read_style_rules(tree, bytes)) {}

  // Recursion is as deep as the tree, whose depth is limited.
  void walk(std::uint32_t index, std::uint32_t parent) {
    const HtmlNode& node = nodes_[index];
    if (node.tag == HtmlTag::kText) {
      add_text(node);
      return;
    }
    read(node);
    const Concealment around(concealed_);
    if (is_left_out(index)) return;
    if (is_footnote(index, line_)) return;
    if (node.tag == HtmlTag::kBr) {
      // Two in a row divide paragraphs on pages without <p>.
      if (line_.at_line_start() && in_pre_ == 0) flush();
      line_.break_line();
      return;
    }
    if (!is_block_level(node.tag)) {
      walk_inline(index, parent);
      return;
    }
    flush();
    if (node.tag == HtmlTag::kTr && add_row(index)) return;
    walk_block(index, parent);
    flush();
  }

  void flush() {
    if (line_.empty()) return;
    HtmlBlock block = line_.take();
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
  // What an element inherits: its text has a place, and is not drawn.
  struct Concealed {
    bool invisible = false;
    bool no_size = false;

    explicit operator bool() const { return invisible || no_size; }
  };

  // Puts back what held around an element.
  class Concealment {
   public:
    explicit Concealment(Concealed& now) : now_(now), around_(now) {}
    Concealment(const Concealment&) = delete;
    Concealment& operator=(const Concealment&) = delete;
    ~Concealment() { now_ = around_; }

   private:
    Concealed& now_;
    Concealed around_;
  };

  std::uint32_t block_count() const { return static_cast<std::uint32_t>(page_.blocks.size()); }

  void read(const HtmlNode& node) {
    element_.read(node.tag, bytes_.substr(node.begin_byte, node.end_byte - node.begin_byte));
  }

  // REQUIRES: element_ is that of the node, before and after.
  bool is_left_out(std::uint32_t index) {
    if (is_skipped(element_, also_) || is_hidden(index)) return true;
    if (!element_.has("aria-hidden") || !is_short(index)) return false;
    HtmlLine line(bytes_);
    const bool inside = inline_text(index, line, kAllInside);
    read(nodes_[index]);
    return inside && is_sign(element_, line.take().text);
  }

  // Sets what holds inside. REQUIRES: as above.
  bool is_hidden(std::uint32_t index) {
    if (also_ == AlsoRead::kHidden) return false;
    const ElementStyle style = rules_.style_of(element_, static_cast<bool>(concealed_));
    if (!style.box) return true;
    if (index >= next_counted_) {  // rows are looked at twice
      page_.unhidden += style.undone ? 1 : 0;
      next_counted_ = index + 1;
    }
    if (style.visible != Drawn::kInherited) concealed_.invisible = style.visible == Drawn::kNo;
    if (style.sized != Drawn::kInherited) concealed_.no_size = style.sized == Drawn::kNo;
    // Of a whole block it says that another one lies over it, such as a dialog over a front page.
    if (!is_block_level(element_.tag) ||
        !text::same_ascii(element_.attribute("aria-hidden"), "true")) {
      return false;
    }
    const HtmlNode& node = nodes_[index];
    return role_of(element_, in_article_ > 0) == Role::kMargin ||
           nodes_[node.end - 1].end_byte <= node.end_byte + kUnspokenBytes;
  }

  // Whether an element is a mark of a footnote of what `before` ends with. REQUIRES: as above.
  bool is_footnote(std::uint32_t index, const HtmlLine& before) {
    const Raise raise = raise_of(element_);
    if (raise == Raise::kNone || in_pre_ > 0 || !is_short(index)) return false;
    HtmlLine line(bytes_);
    bool linked = nodes_[index].tag == HtmlTag::kA;
    for (std::uint32_t i = index + 1; i < nodes_[index].end; ++i) {
      linked = linked || nodes_[i].tag == HtmlTag::kA;
    }
    const bool inside = inline_text(index, line, kAllInside);
    read(nodes_[index]);
    return inside && is_footnote_mark(line.take().text, before.word_before(),
                                      {.linked = linked, .lowered = raise == Raise::kBelow});
  }

  // Whether little stands inside, so that it may be read twice.
  bool is_short(std::uint32_t index) const {
    const HtmlNode& node = nodes_[index];
    return node.end - index <= kMaxSignNodes &&
           nodes_[node.end - 1].end_byte <= node.end_byte + kMaxSignBytes;
  }

  void add_text(const HtmlNode& node) {
    if (concealed_) return;
    std::uint32_t begin = node.begin_byte;
    if (std::exchange(at_pre_start_, false) && begin < node.end_byte) {
      // HTML drops a line break directly after <pre>.
      if (bytes_[begin] == '\r') ++begin;
      if (begin < node.end_byte && bytes_[begin] == '\n') ++begin;
    }
    line_.add(begin, node.end_byte, {node.raw, in_pre_ > 0});
  }

  void walk_inline(std::uint32_t index, std::uint32_t parent) {
    const HtmlTag tag = nodes_[index].tag;
    const bool link = tag == HtmlTag::kA;
    const bool code =
        in_pre_ == 0 && (tag == HtmlTag::kCode || tag == HtmlTag::kKbd || tag == HtmlTag::kSamp);
    const bool quote = tag == HtmlTag::kQ;
    line_.links += link;
    if (code) line_.mark("`");
    if (quote) line_.mark("\u201C");
    walk_children(index, parent);
    if (quote) line_.close("\u201D");
    if (code) line_.close("`");
    line_.links -= link;
  }

  void walk_block(std::uint32_t index, std::uint32_t parent) {
    const HtmlTag tag = nodes_[index].tag;
    const auto self = static_cast<std::uint32_t>(page_.containers.size());
    const Role role = role_of(element_, in_article_ > 0);
    page_.containers.push_back({parent, block_count(), 0, role, tag});
    const bool pre = tag == HtmlTag::kPre || tag == HtmlTag::kListing;
    const bool heading = is_heading(tag);
    const bool quote = tag == HtmlTag::kBlockquote;
    const bool article = role == Role::kMain;
    if (tag == HtmlTag::kLi) bullet_ = true;
    at_pre_start_ = pre;
    in_pre_ += pre;
    in_heading_ += heading;
    in_quote_ += quote;
    in_article_ += article;
    walk_children(index, self);
    flush();
    in_pre_ -= pre;
    in_heading_ -= heading;
    in_quote_ -= quote;
    in_article_ -= article;
    if (tag == HtmlTag::kLi) bullet_ = false;
    page_.containers[self].end_block = block_count();
  }

  void walk_children(std::uint32_t index, std::uint32_t parent) {
    const std::uint32_t end = nodes_[index].end;
    for (std::uint32_t child = index + 1; child < end; child = nodes_[child].end) {
      walk(child, parent);
    }
  }

  // Inline text of a subtree; false if it holds anything block-level.
  bool inline_text(std::uint32_t index, HtmlLine& line, bool all = false) {
    const HtmlNode& node = nodes_[index];
    if (node.tag == HtmlTag::kText) {
      if (!concealed_) line.add(node.begin_byte, node.end_byte, {node.raw, false});
      return true;
    }
    if (is_block_level(node.tag)) return false;
    read(node);
    const Concealment around(concealed_);
    if (!all && is_left_out(index)) return true;
    if (!all && is_footnote(index, line)) return true;
    if (node.tag == HtmlTag::kBr) line.add_space();
    const bool link = node.tag == HtmlTag::kA;
    line.links += link;
    bool inline_only = true;
    for (std::uint32_t child = index + 1; child < node.end && inline_only;
         child = nodes_[child].end) {
      inline_only = inline_text(child, line, all);
    }
    line.links -= link;
    return inline_only;
  }

  // A row of a data table becomes one block; false if the row belongs to a layout table.
  bool add_row(std::uint32_t row) {
    HtmlLine whole(bytes_);
    bool empty = true;
    int cells = 0;
    for (std::uint32_t cell = row + 1; cell < nodes_[row].end; cell = nodes_[cell].end) {
      if (nodes_[cell].tag != HtmlTag::kTd && nodes_[cell].tag != HtmlTag::kTh) continue;
      HtmlLine line(bytes_);
      for (std::uint32_t child = cell + 1; child < nodes_[cell].end; child = nodes_[child].end) {
        if (!inline_text(child, line)) return false;
      }
      const HtmlBlock inside = line.take();
      if (inside.text.size() > kMaxCellBytes) return false;
      if (cells++ > 0) whole.close(" | ");
      whole.append(inside);
      empty = empty && inside.text.empty();
    }
    if (cells < 2) return false;
    if (empty) return true;
    HtmlBlock block = whole.take();
    block.kind = BlockKind::kTableRow;
    block.quoted = in_quote_ > 0;
    page_.blocks.push_back(std::move(block));
    return true;
  }

  const std::vector<HtmlNode>& nodes_;
  std::string_view bytes_;
  AlsoRead also_;
  PageBlocks& page_;
  HtmlLine line_;
  StyleRules rules_;
  Element element_;  // the current element
  Concealed concealed_;
  std::uint32_t next_counted_ = 0;
  int in_pre_ = 0;
  int in_heading_ = 0;
  int in_quote_ = 0;
  int in_article_ = 0;
  bool bullet_ = false;
  bool at_pre_start_ = false;
};

}  // namespace

PageBlocks collect_blocks(const HtmlTree& tree, std::string_view bytes, AlsoRead also) {
  PageBlocks page;
  BlockCollector collector(tree, bytes, also, page);
  page.containers.push_back({});
  if (!tree.nodes.empty()) collector.walk(0, 0);
  collector.flush();
  page.containers[0].end_block = static_cast<std::uint32_t>(page.blocks.size());
  return page;
}

}  // namespace despin::read
