#include "lib/read/html_names.h"

#include <algorithm>
#include <array>
#include <string>

#include "lib/text/ascii.h"

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

// An id of more words is a heading made into a name: "sharing-a-flat-in-town".
constexpr int kMaxIdWords = 3;
constexpr int kAnyWords = 400;
// Of "relatedposts", "commentlist".
constexpr std::array<std::string_view, 6> kMarginBeginnings{"advert",  "comment", "newsletter",
                                                            "related", "sidebar", "sponsor"};

bool is_margin_word(std::string_view word) {
  return std::binary_search(kMarginWords.begin(), kMarginWords.end(), word) ||
         std::any_of(kMarginBeginnings.begin(), kMarginBeginnings.end(),
                     [&](std::string_view begin) { return word.starts_with(begin); });
}

// Reads "mainNav article_side-bar" as main, nav; article, side, bar.
// Names of more than `max_words` words are passed by.
bool has_margin_word(std::string_view names, int max_words) {
  std::string word;
  bool found = false;  // in the name being read
  bool found_any = false;
  int words = 0;
  const auto finish_word = [&] {
    if (word.empty()) return;
    ++words;
    found = found || is_margin_word(word);
    word.clear();
  };
  const auto finish_name = [&] {
    finish_word();
    found_any = found_any || (found && words <= max_words);
    found = false;
    words = 0;
  };
  char before = ' ';
  for (const char c : names.substr(0, 400)) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool lower = c >= 'a' && c <= 'z';
    if (text::is_ascii_space(c)) finish_name();
    if (!(upper || lower) || (upper && before >= 'a' && before <= 'z')) finish_word();
    if (upper || lower) word.push_back(text::ascii_lower(c));
    before = c;
  }
  finish_name();
  return found_any;
}

// Whether "color: red; display: none" gives a property this value.
bool has_style(std::string_view style, std::string_view property, std::string_view value) {
  while (!style.empty()) {
    const std::size_t end = style.find(';');
    const std::string_view declaration = style.substr(0, end);
    const std::size_t colon = std::min(declaration.find(':'), declaration.size());
    const std::string_view written = declaration.substr(colon);  // ": none"
    if (text::same_ascii(text::trim_ascii(declaration.substr(0, colon)), property) &&
        !written.empty() &&
        text::find_ascii(text::trim_ascii(written.substr(1)).substr(0, value.size()), value) == 0) {
      return true;
    }
    style = end == std::string_view::npos ? std::string_view() : style.substr(end + 1);
  }
  return false;
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
      return text::find_ascii(attribute(element, "class"), "reference") != std::string_view::npos;
    default:
      break;
  }
  if (element.has("hidden") || text::same_ascii(attribute(element, "aria-hidden"), "true"))
    return true;
  const std::string_view style = attribute(element, "style");
  return has_style(style, "display", "none") || has_style(style, "visibility", "hidden");
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
    if (text::same_ascii(role, margin)) return Role::kMargin;
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
  if (has_margin_word(attribute(element, "class"), kAnyWords) ||
      has_margin_word(attribute(element, "id"), kMaxIdWords)) {
    return Role::kMargin;
  }
  const bool main = element.tag == Tag::kArticle || element.tag == Tag::kMain ||
                    text::same_ascii(role, "main") || text::same_ascii(role, "article") ||
                    text::same_ascii(attribute(element, "itemprop"), "articleBody");
  return main ? Role::kMain : Role::kNone;
}

}  // namespace despin::read
