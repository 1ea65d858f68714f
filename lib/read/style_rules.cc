#include "lib/read/style_rules.h"

#include <algorithm>
#include <limits>

#include "lib/text/ascii.h"

namespace despin::read {
namespace {

constexpr int kMaxBlockDepth = 8;  // of @media inside @supports
// A rule that may hold wins over rules that do.
constexpr std::uint32_t kLast = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint32_t kOwnOrder = kLast;
constexpr std::uint32_t kAttributeOrder = 1;  // of hidden: every rule comes later
constexpr std::uint32_t kFirstRule = 2;

std::string without_comments(std::string_view css) {
  std::string out;
  out.reserve(css.size());
  for (std::size_t at = 0; at < css.size();) {
    const std::size_t begin = css.find("/*", at);
    out += css.substr(at, begin - at);
    if (begin == std::string_view::npos) break;
    const std::size_t end = css.find("*/", begin + 2);
    out += ' ';
    at = end == std::string_view::npos ? css.size() : end + 2;
  }
  return out;
}

// The offset of the first of `ends` outside of strings, or the size.
std::size_t find_outside(std::string_view css, std::size_t at, std::string_view ends) {
  for (; at < css.size(); ++at) {
    const char c = css[at];
    if (c == '"' || c == '\'') {
      at = std::min(css.find(c, at + 1), css.size() - 1);
    } else if (ends.find(c) != std::string_view::npos) {
      return at;
    }
  }
  return css.size();
}

// The offset of the bracket that closes the block from `at` on.
std::size_t block_end(std::string_view css, std::size_t at) {
  for (int depth = 1; at < css.size(); ++at) {
    at = find_outside(css, at, "{}");
    if (at == css.size()) break;
    depth += css[at] == '{' ? 1 : -1;
    if (depth == 0) return at;
  }
  return css.size();
}

bool is_name_byte(char c) {
  return text::is_ascii_letter(c) || text::is_ascii_digit(c) || c == '-' || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// Pseudo-classes that an element may well be in for good.
bool may_be_in(std::string_view pseudo) {
  for (const std::string_view name :
       {"not(", "is(", "where(", "nth-", "first-", "last-", "only-", "lang("}) {
    if (text::same_ascii(pseudo.substr(0, name.size()), name)) return true;
  }
  return false;
}

// "p.a#b" as its names, "div p:first-child" as those of what it is about, with `certain` false;
// none if it is about no element as a reader sees it first.
std::vector<std::string> names_of(std::string_view selector, bool& certain) {
  selector = text::trim_ascii(selector);
  const std::size_t pseudo = selector.find(':');
  if (pseudo != std::string_view::npos) {
    if (!may_be_in(selector.substr(pseudo + 1))) return {};
    certain = false;
    selector = selector.substr(0, pseudo);
  }
  const std::size_t last = selector.find_last_of(" \t\n\r\f>+~");
  if (last != std::string_view::npos) {
    certain = false;
    selector.remove_prefix(last + 1);
  }
  std::vector<std::string> names;
  for (std::size_t at = 0; at < selector.size();) {
    std::size_t end = at + 1;
    while (end < selector.size() && is_name_byte(selector[end])) ++end;
    std::string name = text::ascii_lower(selector.substr(at, end - at));
    if (selector[at] == '[') {
      certain = certain && end < selector.size() && selector[end] == ']';
      end = std::min(selector.find(']', end), selector.size() - 1) + 1;
      name += ']';
    }
    if (name != "*") names.push_back(std::move(name));
    at = end;
  }
  if (names.empty()) names.emplace_back("*");
  std::sort(names.begin(), names.end());
  return names;
}

// Whether a font-size is nothing at all: "0", "0px", ".0em".
bool is_zero(std::string_view value) {
  return !value.empty() && (text::is_ascii_digit(value[0]) || value[0] == '.') &&
         std::none_of(value.begin(), value.end(), [](char c) { return c >= '1' && c <= '9'; });
}

// Whether it is a share of the size around it.
bool is_relative(std::string_view value) {
  return value.ends_with('%') || (value.ends_with("em") && !value.ends_with("rem")) ||
         value == "inherit" || value == "smaller" || value == "larger";
}

bool is_for_print(std::string_view condition) {
  return text::find_ascii(condition, "print") != std::string_view::npos;
}

}  // namespace

void StyleRules::declare(std::string_view declarations, std::uint32_t order, bool certain,
                         Declared& out) {
  for (std::size_t at = 0; at < declarations.size();) {
    const std::size_t end = find_outside(declarations, at, ";");
    const std::string_view one = declarations.substr(at, end - at);
    at = end + 1;
    const std::size_t colon = one.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string name = text::ascii_lower(text::trim_ascii(one.substr(0, colon)));
    std::string value = text::ascii_lower(one.substr(colon + 1));
    const std::size_t mark = value.find('!');
    const bool important = mark != std::string::npos;
    if (important) value.resize(mark);
    value = text::trim_ascii(value);
    Say say{order, false};
    Property property = kDisplay;
    if (name == "display") {
      say.hides = value == "none";
    } else if (name == "visibility") {
      property = kVisibility;
      say.hides = value == "hidden" || value == "collapse";
      if (value == "inherit") continue;
    } else if (name == "font-size") {
      property = kFontSize;
      say.hides = is_zero(value);
      if (!say.hides && is_relative(value)) continue;
    } else {
      continue;
    }
    if (!certain && say.hides) continue;
    if (!certain) say.order = kLast;
    latest(say, (important ? out.important : out.normal)[property]);
  }
}

bool StyleRules::Declared::may_conceal() const {
  const auto any = [this](Property p) { return normal[p].order > 0 || important[p].order > 0; };
  return any(kVisibility) || normal[kFontSize].hides || important[kFontSize].hides;
}

bool StyleRules::Declared::is_empty() const {
  const auto nothing = [](const Say& say) { return say.order == 0; };
  return std::all_of(normal.begin(), normal.end(), nothing) &&
         std::all_of(important.begin(), important.end(), nothing);
}

void StyleRules::latest(const Say& from, Say& to) {
  if (from.order > 0 && from.order >= to.order) to = from;
}

void StyleRules::merge(const Declared& from, Declared& to) {
  for (std::size_t p = 0; p < kPropertyCount; ++p) {
    latest(from.normal[p], to.normal[p]);
    latest(from.important[p], to.important[p]);
  }
}

void StyleRules::add_rule(std::string_view selectors, std::string_view declarations, bool certain) {
  Declared sure;
  Declared unsure;
  const std::uint32_t order = kFirstRule + rules_;
  declare(declarations, order, true, sure);
  declare(declarations, order, false, unsure);
  if (sure.is_empty()) return;
  for (std::size_t at = 0; at < selectors.size() && rules_ < kMaxStyleRules;) {
    const std::size_t end = find_outside(selectors, at, ",");
    bool sure_of_it = certain;
    const std::vector<std::string> names = names_of(selectors.substr(at, end - at), sure_of_it);
    const Declared& declared = sure_of_it ? sure : unsure;
    at = end + 1;
    if (names.empty() || declared.is_empty()) continue;
    ++rules_;
    draws_ = draws_ || declared.may_conceal();
    for (const std::string& name : names) attributes_ = attributes_ || name[0] == '[';
    if (names.size() == 1) {
      merge(declared, simple_[names[0]]);
    } else if (compounds_.size() < kMaxCompounds) {
      compounds_.push_back({names, declared});
    }
  }
}

std::size_t StyleRules::add_block(std::string_view css, std::size_t at, bool certain, int depth) {
  while (at < css.size() && rules_ < kMaxStyleRules) {
    const std::size_t open = find_outside(css, at, "{};");
    if (open == css.size()) return open;
    const std::string_view head = text::trim_ascii(css.substr(at, open - at));
    at = open + 1;
    if (css[open] == '}') return at;
    if (css[open] == ';') continue;  // @import
    const std::size_t end = block_end(css, at);
    const std::string_view inside = css.substr(at, end - at);
    at = std::min(css.size(), end + 1);
    if (!head.starts_with('@')) {
      add_rule(head, inside, certain);
    } else if (depth < kMaxBlockDepth && inside.find('{') != std::string_view::npos &&
               text::find_ascii(head, "keyframes") == std::string_view::npos &&
               !is_for_print(head)) {
      add_block(inside, 0, false, depth + 1);
    }
  }
  return at;
}

void StyleRules::add_sheet(std::string_view css) {
  const std::string plain = without_comments(css);
  for (std::size_t at = 0; at < plain.size() && rules_ < kMaxStyleRules;) {
    at = add_block(plain, at, true, 0);
  }
}

template <class Visit>
void StyleRules::each_name(const Element& element, Visit visit) const {
  visit("*");
  visit(text::ascii_lower(element.name()));
  if (attributes_) {
    for (const auto& [name, value] : element.attributes()) {
      visit("[" + text::ascii_lower(name) + "]");
    }
  }
  const std::string_view id = text::trim_ascii(element.attribute("id"));
  if (!id.empty()) visit("#" + text::ascii_lower(id));
  const std::string_view classes = element.attribute("class");
  for (std::size_t at = 0; at < classes.size();) {
    while (at < classes.size() && text::is_ascii_space(classes[at])) ++at;
    std::size_t end = at;
    while (end < classes.size() && !text::is_ascii_space(classes[end])) ++end;
    if (end > at) visit("." + text::ascii_lower(classes.substr(at, end - at)));
    at = end;
  }
}

StyleRules::Declared StyleRules::rules_for(const Element& element) const {
  Declared out;
  std::vector<std::string> names;
  each_name(element, [&](std::string name) {
    if (const auto found = simple_.find(name); found != simple_.end()) merge(found->second, out);
    if (!compounds_.empty()) names.push_back(std::move(name));
  });
  std::sort(names.begin(), names.end());
  for (const Compound& compound : compounds_) {
    if (std::includes(names.begin(), names.end(), compound.names.begin(), compound.names.end())) {
      merge(compound.declared, out);
    }
  }
  return out;
}

ElementStyle StyleRules::style_of(const Element& element, bool concealed) const {
  ElementStyle out;
  Declared own;
  const std::string_view style = element.attribute("style");
  if (!style.empty()) declare(style, kOwnOrder, true, own);
  Say attribute;
  if (element.has("hidden")) attribute = {kAttributeOrder, true};
  const Say alone = cascaded(attribute, {}, own, kDisplay);
  out.box = !alone.hides;
  if (simple_.empty() && compounds_.empty() && style.empty()) return out;
  Declared rules;
  if (rules_ > 0 && (!out.box || draws_ || concealed)) rules = rules_for(element);
  out.undone = !out.box && !cascaded(attribute, rules, own, kDisplay).hides;
  out.box = out.box || out.undone;
  const auto drawn = [&](Property property) {
    const Say say = cascaded({}, rules, own, property);
    return say.order == 0 ? Drawn::kInherited : say.hides ? Drawn::kNo : Drawn::kYes;
  };
  out.visible = drawn(kVisibility);
  out.sized = drawn(kFontSize);
  return out;
}

StyleRules::Say StyleRules::cascaded(Say say, const Declared& rules, const Declared& own,
                                     Property property) {
  latest(rules.normal[property], say);
  latest(own.normal[property], say);
  if (rules.important[property].order > 0) say = rules.important[property];
  if (own.important[property].order > 0) say = own.important[property];
  return say;
}

StyleRules read_style_rules(const HtmlTree& tree, std::string_view page) {
  StyleRules rules;
  Element element;
  for (std::size_t i = 0; i < tree.nodes.size(); ++i) {
    const HtmlNode& node = tree.nodes[i];
    if (node.tag != HtmlTag::kStyle) continue;
    element.read(node.tag, page.substr(node.begin_byte, node.end_byte - node.begin_byte));
    if (is_for_print(element.attribute("media"))) continue;
    for (std::uint32_t child = static_cast<std::uint32_t>(i) + 1; child < node.end; ++child) {
      const HtmlNode& text = tree.nodes[child];
      rules.add_sheet(page.substr(text.begin_byte, text.end_byte - text.begin_byte));
    }
  }
  return rules;
}

}  // namespace despin::read
