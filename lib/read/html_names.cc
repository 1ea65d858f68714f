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

bool is_skipped(const Element& element) {
  switch (element.tag) {
    case Tag::kScript:
    case Tag::kStyle:
    case Tag::kNoscript:
    case Tag::kTemplate:
    case Tag::kHead:
    case Tag::kSvg:
    case Tag::kMath:
    case Tag::kIframe:
    case Tag::kObject:
    case Tag::kEmbed:
    case Tag::kApplet:
    case Tag::kCanvas:
    case Tag::kAudio:
    case Tag::kVideo:
    case Tag::kSelect:
    case Tag::kDatalist:
    case Tag::kButton:
    case Tag::kTextarea:
    case Tag::kMap:
    case Tag::kRp:
    case Tag::kRt:
      return true;
    case Tag::kSup:  // the number of a footnote, as Wikipedia marks it
      return find_ascii(attribute(element, "class"), "reference") != std::string_view::npos;
    default:
      break;
  }
  if (element.has("hidden")) return true;
  const std::string_view style = attribute(element, "style");
  if (style.empty()) return false;
  const std::size_t display = find_ascii(style, "display");
  if (display == style.npos) return false;
  std::string_view value = trim_ascii(style.substr(display + 7));
  if (!value.starts_with(':')) return false;
  value = trim_ascii(value.substr(1));
  return find_ascii(value, "none") == 0;
}

bool is_block_level(Tag tag) {
  switch (tag) {
    case Tag::kAddress:
    case Tag::kArticle:
    case Tag::kAside:
    case Tag::kBlockquote:
    case Tag::kBody:
    case Tag::kCaption:
    case Tag::kCenter:
    case Tag::kDd:
    case Tag::kDetails:
    case Tag::kDir:
    case Tag::kDiv:
    case Tag::kDl:
    case Tag::kDt:
    case Tag::kFieldset:
    case Tag::kFigcaption:
    case Tag::kFigure:
    case Tag::kFooter:
    case Tag::kForm:
    case Tag::kH1:
    case Tag::kH2:
    case Tag::kH3:
    case Tag::kH4:
    case Tag::kH5:
    case Tag::kH6:
    case Tag::kHeader:
    case Tag::kHgroup:
    case Tag::kHr:
    case Tag::kHtml:
    case Tag::kLegend:
    case Tag::kLi:
    case Tag::kListing:
    case Tag::kMain:
    case Tag::kMenu:
    case Tag::kNav:
    case Tag::kOl:
    case Tag::kP:
    case Tag::kPre:
    case Tag::kSection:
    case Tag::kSummary:
    case Tag::kTable:
    case Tag::kTbody:
    case Tag::kTd:
    case Tag::kTfoot:
    case Tag::kTh:
    case Tag::kThead:
    case Tag::kTr:
    case Tag::kUl:
      return true;
    default:
      return false;
  }
}

bool is_heading(Tag tag) {
  return tag == Tag::kH1 || tag == Tag::kH2 || tag == Tag::kH3 || tag == Tag::kH4 ||
         tag == Tag::kH5 || tag == Tag::kH6;
}

Role role_of(const Element& element, bool inside_article) {
  const std::string_view role = attribute(element, "role");
  for (const std::string_view margin :
       {"navigation", "banner", "contentinfo", "complementary", "search", "dialog"}) {
    if (same_ascii(role, margin)) return Role::kMargin;
  }
  switch (element.tag) {
    case Tag::kNav:
    case Tag::kAside:
    case Tag::kFooter:
    case Tag::kMenu:
      return Role::kMargin;
    case Tag::kHeader:
      return inside_article ? Role::kNone : Role::kMargin;
    default:
      break;
  }
  if (has_margin_word(attribute(element, "class")) || has_margin_word(attribute(element, "id"))) {
    return Role::kMargin;
  }
  const bool main = element.tag == Tag::kArticle || element.tag == Tag::kMain ||
                    same_ascii(role, "main") || same_ascii(role, "article") ||
                    same_ascii(attribute(element, "itemprop"), "articleBody");
  return main ? Role::kMain : Role::kNone;
}

}  // namespace despin::read
