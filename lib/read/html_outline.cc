#include "lib/read/html_outline.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>
#include <vector>

#include "despin/reader.h"
#include "lib/read/html_attributes.h"
#include "lib/read/html_names.h"
#include "lib/text/ascii.h"

namespace despin::read {
namespace {

constexpr std::uint32_t kNoNode = 0xFFFFFFFF;

struct TagName {
  std::string_view upper;
  HtmlTag tag;
};

constexpr auto kTagNames = [] {
  std::array names{
#define DESPIN_TAG(upper, name) TagName{#upper, HtmlTag::k##name},
#include "lib/read/html_tags.inc"
#undef DESPIN_TAG
  };
  std::sort(names.begin(), names.end(),
            [](const TagName& a, const TagName& b) { return a.upper < b.upper; });
  return names;
}();

HtmlTag tag_of(std::string_view name) {
  const auto before = [](const TagName& known, std::string_view written) {
    return std::lexicographical_compare(
        known.upper.begin(), known.upper.end(), written.begin(), written.end(),
        [](char a, char b) { return text::ascii_upper(a) < text::ascii_upper(b); });
  };
  const auto* at = std::lower_bound(kTagNames.begin(), kTagNames.end(), name, before);
  return at != kTagNames.end() && text::same_ascii(at->upper, name) ? at->tag : HtmlTag::kOther;
}

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::any_of(names.begin(), names.end(),
                     [name](std::string_view each) { return text::same_ascii(name, each); });
}

// Elements without an end tag.
bool is_void(HtmlTag tag, std::string_view name) {
  switch (tag) {
    case HtmlTag::kBase:
    case HtmlTag::kBr:
    case HtmlTag::kEmbed:
    case HtmlTag::kHr:
    case HtmlTag::kImg:
    case HtmlTag::kInput:
    case HtmlTag::kLink:
    case HtmlTag::kMeta:
      return true;
    case HtmlTag::kOther:
      return is_one_of(name, {"area", "col", "param", "source", "track", "wbr"});
    default:
      return false;
  }
}

enum class Inside : std::uint8_t { kTags, kText, kRaw };

// What stands in an element up to its end tag: tags, or text, with or without references.
Inside inside_of(HtmlTag tag, std::string_view name) {
  switch (tag) {
    case HtmlTag::kScript:
    case HtmlTag::kStyle:
    case HtmlTag::kIframe:
      return Inside::kRaw;
    case HtmlTag::kTextarea:
    case HtmlTag::kTitle:
      return Inside::kText;
    case HtmlTag::kOther:
      return is_one_of(name, {"xmp", "noembed", "noframes", "plaintext"}) ? Inside::kRaw
                                                                          : Inside::kTags;
    default:
      return Inside::kTags;
  }
}

bool stands_in_head(HtmlTag tag) {
  return tag == HtmlTag::kTitle || tag == HtmlTag::kMeta || tag == HtmlTag::kLink ||
         tag == HtmlTag::kBase || tag == HtmlTag::kScript || tag == HtmlTag::kStyle ||
         tag == HtmlTag::kTemplate || tag == HtmlTag::kNoscript;
}

// Nothing inside ends what stands around these.
bool is_scope(HtmlTag tag) {
  return tag == HtmlTag::kTable || tag == HtmlTag::kTd || tag == HtmlTag::kTh ||
         tag == HtmlTag::kCaption || tag == HtmlTag::kButton || tag == HtmlTag::kObject ||
         tag == HtmlTag::kTemplate || tag == HtmlTag::kBody || tag == HtmlTag::kHtml;
}

bool is_section(HtmlTag tag) {
  return tag == HtmlTag::kTbody || tag == HtmlTag::kThead || tag == HtmlTag::kTfoot;
}

// Whether `open` ends where `tag` begins.
bool ends_before(HtmlTag open, HtmlTag tag) {
  switch (open) {
    case HtmlTag::kP:
      return is_block_level(tag);
    case HtmlTag::kLi:
      return tag == HtmlTag::kLi;
    case HtmlTag::kDd:
    case HtmlTag::kDt:
      return tag == HtmlTag::kDd || tag == HtmlTag::kDt;
    case HtmlTag::kOption:
      return tag == HtmlTag::kOption || tag == HtmlTag::kOptgroup;
    case HtmlTag::kTd:
    case HtmlTag::kTh:
      return tag == HtmlTag::kTd || tag == HtmlTag::kTh || tag == HtmlTag::kTr || is_section(tag);
    case HtmlTag::kTr:
      return tag == HtmlTag::kTr || is_section(tag);
    case HtmlTag::kTbody:
    case HtmlTag::kThead:
    case HtmlTag::kTfoot:
      return is_section(tag);
    default:
      return false;
  }
}

// Whether `tag` is not looked for outside of `open`.
bool bounds(HtmlTag open, HtmlTag tag) {
  if (tag == HtmlTag::kLi) return open == HtmlTag::kUl || open == HtmlTag::kOl || is_scope(open);
  if (tag == HtmlTag::kDd || tag == HtmlTag::kDt) return open == HtmlTag::kDl || is_scope(open);
  if (tag == HtmlTag::kTd || tag == HtmlTag::kTh || tag == HtmlTag::kTr || is_section(tag)) {
    return open == HtmlTag::kTable || open == HtmlTag::kTemplate;
  }
  return is_scope(open);
}

class OutlineBuilder {
 public:
  // Without `nodes` they are counted alone: a list that grows is held twice.
  OutlineBuilder(std::string_view page, std::vector<HtmlNode>* nodes)
      : page_(page), nodes_(nodes) {}

  void run() {
    open({HtmlTag::kHtml, "html", add({}), false});
    open({HtmlTag::kHead, "head", add({.tag = HtmlTag::kHead}), false});
    for (std::size_t at = 0; at < page_.size();) {
      const std::size_t tag = next_markup(at);
      if (tag > at) add_text(at, tag, false);
      at = tag < page_.size() ? read_markup(tag) : tag;
    }
    close_to(0);
  }

  std::size_t count() const { return count_; }
  std::uint32_t left_out() const { return left_out_; }
  std::uint32_t attributes() const { return attributes_; }

 private:
  struct Open {
    HtmlTag tag;
    std::string_view name;
    std::uint32_t node;  // kNoNode: left out
    bool silent;         // left out with all that it holds
  };

  std::uint32_t add(HtmlNode node) {
    const auto index = static_cast<std::uint32_t>(count_++);
    node.end = index + 1;
    if (index == 0) node.tag = HtmlTag::kHtml;
    if (nodes_ != nullptr) nodes_->push_back(node);
    return index;
  }

  void open(Open element) {
    silent_ += element.silent ? 1 : 0;
    open_.push_back(element);
  }

  // Closes all but the `left` outermost.
  void close_to(std::size_t left) {
    while (open_.size() > left) {
      const Open& element = open_.back();
      silent_ -= element.silent ? 1 : 0;
      if (element.node != kNoNode && nodes_ != nullptr) {
        (*nodes_)[element.node].end = static_cast<std::uint32_t>(count_);
      } else if (element.node == kNoNode && is_block_level(element.tag)) {
        break_pending_ = true;
      }
      open_.pop_back();
    }
  }

  // The next "<" that is no text.
  std::size_t next_markup(std::size_t at) const {
    for (;; ++at) {
      at = page_.find('<', at);
      if (at == std::string_view::npos) return page_.size();
      if (at + 1 == page_.size()) continue;
      const char next = page_[at + 1];
      if (text::is_ascii_letter(next) || next == '/' || next == '!' || next == '?') return at;
    }
  }

  void begin_body(HtmlNode body = {.tag = HtmlTag::kBody}) {
    in_head_ = false;
    close_to(1);
    open({HtmlTag::kBody, "body", add(body), false});
  }

  void add_text(std::size_t begin, std::size_t end, bool raw) {
    const std::string_view bytes = page_.substr(begin, end - begin);
    if (in_head_ && !raw) {
      if (std::all_of(bytes.begin(), bytes.end(), text::is_ascii_space)) return;
      begin_body();
    }
    if (silent_ > 0) return;
    if (std::exchange(break_pending_, false)) add({.tag = HtmlTag::kBr});
    add_range(HtmlTag::kText, raw, begin, end);
  }

  std::uint32_t add_range(HtmlTag tag, bool raw, std::size_t begin, std::size_t end) {
    return add({.tag = tag,
                .raw = raw,
                .begin_byte = static_cast<std::uint32_t>(begin),
                .end_byte = static_cast<std::uint32_t>(end)});
  }

  // Reads the tag or comment at `at`; returns the end of it, and of what it makes text.
  std::size_t read_markup(std::size_t at) {
    const auto behind = [this](std::string_view what, std::size_t from) {
      const std::size_t end = page_.find(what, from);
      return end == std::string_view::npos ? page_.size() : end + what.size();
    };
    if (page_.substr(at).starts_with("<!--")) return behind("-->", at + 2);
    const bool closes = page_[at + 1] == '/';
    const std::size_t begin = at + (closes ? 2 : 1);
    if (begin >= page_.size() || !text::is_ascii_letter(page_[begin])) return behind(">", at);
    std::size_t end = begin;
    while (end < page_.size() && page_[end] != '>' && page_[end] != '/' &&
           !text::is_ascii_space(page_[end])) {
      ++end;
    }
    const std::string_view name = page_.substr(begin, end - begin);
    std::uint32_t attributes = 0;
    const std::size_t tag_end = std::min(skip_attributes(page_, end, attributes) + 1, page_.size());
    const HtmlTag tag = tag_of(name);
    if (closes) {
      end_tag(tag, name);
      return tag_end;
    }
    const auto most = static_cast<std::uint32_t>(kMaxAttributes);
    attributes_ += attributes - std::min(attributes, most);
    return start_tag(tag, name, at, tag_end);
  }

  // As HtmlNode's, where there are elements left for the bytes up to here.
  std::uint32_t add_element(HtmlTag tag, std::size_t begin, std::size_t end) {
    if (elements_ * kOutlineBytes >= begin + kOutlineFree * kOutlineBytes) {
      ++left_out_;
      return kNoNode;
    }
    ++elements_;
    if (is_block_level(tag) || tag == HtmlTag::kBr) break_pending_ = false;
    return add_range(tag, false, begin, end);
  }

  std::size_t start_tag(HtmlTag tag, std::string_view name, std::size_t begin, std::size_t end) {
    if (tag == HtmlTag::kHtml) {
      if (nodes_ != nullptr && nodes_->front().end_byte == 0) {
        nodes_->front().begin_byte = static_cast<std::uint32_t>(begin);
        nodes_->front().end_byte = static_cast<std::uint32_t>(end);
      }
      return end;
    }
    if (tag == HtmlTag::kHead) return end;
    if (in_head_ && tag == HtmlTag::kBody) {
      begin_body({.tag = tag,
                  .begin_byte = static_cast<std::uint32_t>(begin),
                  .end_byte = static_cast<std::uint32_t>(end)});
      return end;
    }
    if (tag == HtmlTag::kBody) return end;
    if (in_head_ && !stands_in_head(tag) && open_.size() == 2) begin_body();
    end_implied(tag);
    if (is_void(tag, name)) {
      if (tag == HtmlTag::kOther) return end;
      if (add_element(tag, begin, end) == kNoNode) break_pending_ |= tag == HtmlTag::kBr;
      return end;
    }
    const Inside inside = inside_of(tag, name);
    if (inside != Inside::kTags) return add_with_text(tag, name, begin, end, inside);
    if (open_.size() >= static_cast<std::size_t>(kMaxPageDepth)) {
      ++left_out_;
      break_pending_ |= is_block_level(tag);
      return end;
    }
    Open element{tag, name, add_element(tag, begin, end), false};
    if (element.node == kNoNode) {
      break_pending_ |= is_block_level(tag);
      element_.read(tag, page_.substr(begin, end - begin));
      element.silent = is_skipped(element_, AlsoRead::kNothing);
    }
    open(element);
    return end;
  }

  // An element that holds text alone; returns the end of that.
  std::size_t add_with_text(HtmlTag tag, std::string_view name, std::size_t begin, std::size_t end,
                            Inside inside) {
    std::size_t close = end;
    for (;; ++close) {
      close = std::min(page_.find("</", close), page_.size());
      if (close == page_.size()) break;
      const std::string_view behind = page_.substr(close + 2, name.size() + 1);
      if (behind.size() > name.size() && text::same_ascii(behind.substr(0, name.size()), name) &&
          (text::is_ascii_space(behind.back()) || behind.back() == '/' || behind.back() == '>')) {
        break;
      }
    }
    if (silent_ > 0) return close;
    const std::uint32_t node = add_element(tag, begin, end);
    if (node == kNoNode || close == end) return close;
    add_range(HtmlTag::kText, inside == Inside::kRaw, end, close);
    if (nodes_ != nullptr) (*nodes_)[node].end = static_cast<std::uint32_t>(count_);
    return close;
  }

  // Closes what ends where a tag begins.
  void end_implied(HtmlTag tag) {
    const std::size_t least = open_.size() - std::min(open_.size() - 1, kOutlineLook);
    std::size_t left = open_.size();
    for (std::size_t i = open_.size(); i-- > least;) {
      if (ends_before(open_[i].tag, tag)) {
        left = i;
      } else if (bounds(open_[i].tag, tag)) {
        break;
      }
    }
    close_to(left);
  }

  void end_tag(HtmlTag tag, std::string_view name) {
    if (in_head_ && tag == HtmlTag::kHead) {
      begin_body();
      return;
    }
    if (tag == HtmlTag::kBody || tag == HtmlTag::kHtml || tag == HtmlTag::kHead) return;
    const std::size_t least = open_.size() - std::min(open_.size() - 2, kOutlineLook);
    for (std::size_t i = open_.size(); i-- > least;) {
      const Open& element = open_[i];
      if (element.tag == tag && (tag != HtmlTag::kOther || text::same_ascii(element.name, name))) {
        close_to(i);
        return;
      }
      // A table ends whatever is open in its cells.
      if (tag != HtmlTag::kTable && bounds(element.tag, tag)) return;
    }
  }

  std::string_view page_;
  std::vector<HtmlNode>* nodes_;
  std::vector<Open> open_;
  Element element_;
  std::size_t count_ = 0;
  std::size_t elements_ = 0;
  int silent_ = 0;
  std::uint32_t left_out_ = 0;
  std::uint32_t attributes_ = 0;
  bool in_head_ = true;
  bool break_pending_ = false;
};

}  // namespace

void outline_page(std::string_view page, HtmlTree& tree) {
  OutlineBuilder counted(page, nullptr);
  counted.run();
  tree.nodes.clear();
  tree.nodes.reserve(counted.count());
  OutlineBuilder(page, &tree.nodes).run();
  tree.flattened = std::max<std::uint32_t>(1, counted.left_out());
  tree.attributes = counted.attributes();
}

}  // namespace despin::read
