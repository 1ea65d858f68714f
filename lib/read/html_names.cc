#include "lib/read/html_names.h"

#include <algorithm>
#include <array>
#include <string>

#include "lib/read/ascii.h"

namespace despin::read {
namespace {

// Words of class and id names that mark what is not the article.
constexpr std::array<std::string_view, 40> kMarginWords{
    "ad",          "ads",     "advert",      "advertisement", "banner",  "breadcrumb",
    "breadcrumbs", "comment", "comments",    "consent",       "cookie",  "cookies",
    "disqus",      "footer",  "gdpr",        "menu",          "modal",   "nav",
    "navbar",      "navbox",  "navigation",  "newsletter",    "pager",   "pagination",
    "popup",       "promo",   "recommended", "related",       "replies", "share",
    "sharing",     "sidebar", "signup",      "social",        "sponsor", "sponsored",
    "subscribe",   "toc",     "trending",    "widget"};
static_assert(std::is_sorted(kMarginWords.begin(), kMarginWords.end()));

// Reads "mainNav article_side-bar" as main, nav, article, side, bar.
bool has_margin_word(std::string_view names) {
  std::string word;
  bool found = false;
  const auto finish = [&] {
    found = found || std::binary_search(kMarginWords.begin(), kMarginWords.end(), word);
    word.clear();
  };
  char before = ' ';
  for (const char c : names.substr(0, 400)) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool lower = c >= 'a' && c <= 'z';
    if (!(upper || lower) || (upper && before >= 'a' && before <= 'z')) finish();
    if (upper || lower) word.push_back(ascii_lower(c));
    before = c;
  }
  finish();
  return found;
}

}  // namespace

std::string_view attribute(const GumboElement& element, const char* name) {
  const GumboAttribute* found = gumbo_get_attribute(&element.attributes, name);
  return found == nullptr ? std::string_view{} : std::string_view(found->value);
}

bool is_skipped(const GumboElement& element) {
  switch (element.tag) {
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_NOSCRIPT:
    case GUMBO_TAG_TEMPLATE:
    case GUMBO_TAG_HEAD:
    case GUMBO_TAG_SVG:
    case GUMBO_TAG_MATH:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_OBJECT:
    case GUMBO_TAG_EMBED:
    case GUMBO_TAG_APPLET:
    case GUMBO_TAG_CANVAS:
    case GUMBO_TAG_AUDIO:
    case GUMBO_TAG_VIDEO:
    case GUMBO_TAG_SELECT:
    case GUMBO_TAG_DATALIST:
    case GUMBO_TAG_BUTTON:
    case GUMBO_TAG_TEXTAREA:
    case GUMBO_TAG_MAP:
    case GUMBO_TAG_RP:
    case GUMBO_TAG_RT:
      return true;
    case GUMBO_TAG_SUP:  // the number of a footnote, as Wikipedia marks it
      return find_ascii(attribute(element, "class"), "reference") != std::string_view::npos;
    default:
      break;
  }
  if (gumbo_get_attribute(&element.attributes, "hidden") != nullptr) return true;
  const std::string_view style = attribute(element, "style");
  if (style.empty()) return false;
  const std::size_t display = find_ascii(style, "display");
  if (display == style.npos) return false;
  std::string_view value = trim_ascii(style.substr(display + 7));
  if (!value.starts_with(':')) return false;
  value = trim_ascii(value.substr(1));
  return find_ascii(value, "none") == 0;
}

bool is_block_level(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_ADDRESS:
    case GUMBO_TAG_ARTICLE:
    case GUMBO_TAG_ASIDE:
    case GUMBO_TAG_BLOCKQUOTE:
    case GUMBO_TAG_BODY:
    case GUMBO_TAG_CAPTION:
    case GUMBO_TAG_CENTER:
    case GUMBO_TAG_DD:
    case GUMBO_TAG_DETAILS:
    case GUMBO_TAG_DIR:
    case GUMBO_TAG_DIV:
    case GUMBO_TAG_DL:
    case GUMBO_TAG_DT:
    case GUMBO_TAG_FIELDSET:
    case GUMBO_TAG_FIGCAPTION:
    case GUMBO_TAG_FIGURE:
    case GUMBO_TAG_FOOTER:
    case GUMBO_TAG_FORM:
    case GUMBO_TAG_H1:
    case GUMBO_TAG_H2:
    case GUMBO_TAG_H3:
    case GUMBO_TAG_H4:
    case GUMBO_TAG_H5:
    case GUMBO_TAG_H6:
    case GUMBO_TAG_HEADER:
    case GUMBO_TAG_HGROUP:
    case GUMBO_TAG_HR:
    case GUMBO_TAG_HTML:
    case GUMBO_TAG_LEGEND:
    case GUMBO_TAG_LI:
    case GUMBO_TAG_LISTING:
    case GUMBO_TAG_MAIN:
    case GUMBO_TAG_MENU:
    case GUMBO_TAG_NAV:
    case GUMBO_TAG_OL:
    case GUMBO_TAG_P:
    case GUMBO_TAG_PRE:
    case GUMBO_TAG_SECTION:
    case GUMBO_TAG_SUMMARY:
    case GUMBO_TAG_TABLE:
    case GUMBO_TAG_TBODY:
    case GUMBO_TAG_TD:
    case GUMBO_TAG_TFOOT:
    case GUMBO_TAG_TH:
    case GUMBO_TAG_THEAD:
    case GUMBO_TAG_TR:
    case GUMBO_TAG_UL:
      return true;
    default:
      return false;
  }
}

bool is_heading(GumboTag tag) {
  return tag == GUMBO_TAG_H1 || tag == GUMBO_TAG_H2 || tag == GUMBO_TAG_H3 || tag == GUMBO_TAG_H4 ||
         tag == GUMBO_TAG_H5 || tag == GUMBO_TAG_H6;
}

Role role_of(const GumboElement& element, bool inside_article) {
  const std::string_view role = attribute(element, "role");
  for (const std::string_view margin :
       {"navigation", "banner", "contentinfo", "complementary", "search", "dialog"}) {
    if (same_ascii(role, margin)) return Role::kMargin;
  }
  switch (element.tag) {
    case GUMBO_TAG_NAV:
    case GUMBO_TAG_ASIDE:
    case GUMBO_TAG_FOOTER:
    case GUMBO_TAG_MENU:
      return Role::kMargin;
    case GUMBO_TAG_HEADER:
      return inside_article ? Role::kNone : Role::kMargin;
    default:
      break;
  }
  if (has_margin_word(attribute(element, "class")) || has_margin_word(attribute(element, "id"))) {
    return Role::kMargin;
  }
  const bool main = element.tag == GUMBO_TAG_ARTICLE || element.tag == GUMBO_TAG_MAIN ||
                    same_ascii(role, "main") || same_ascii(role, "article") ||
                    same_ascii(attribute(element, "itemprop"), "articleBody");
  return main ? Role::kMain : Role::kNone;
}

}  // namespace despin::read
