#include "lib/read/html_names.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <string>

#include "lib/text/ascii.h"
#include "lib/text/utf8.h"

namespace despin::read {
namespace {

// Words of class and id names that mark what is not part of the article.
constexpr std::array<std::string_view, 40> kMarginWords{
    "ad",          "ads",     "advert",      "advertisement", "banner",  "breadcrumb",
    "breadcrumbs", "comment", "comments",    "consent",       "cookie",  "cookies",
    "disqus",      "footer",  "gdpr",        "menu",          "modal",   "nav",
    "navbar",      "navbox",  "navigation",  "newsletter",    "pager",   "pagination",
    "popup",       "promo",   "recommended", "related",       "replies", "share",
    "sharing",     "sidebar", "signup",      "social",        "sponsor", "sponsored",
    "subscribe",   "toc",     "trending",    "widget"};
static_assert(std::is_sorted(kMarginWords.begin(), kMarginWords.end()));

// An id of more words was made from a heading: "sharing-a-flat-in-town".
constexpr int kMaxIdWords = 3;
constexpr int kAnyWords = 400;
// As in "relatedposts", "commentlist".
constexpr std::array<std::string_view, 6> kMarginBeginnings{"advert",  "comment", "newsletter",
                                                            "related", "sidebar", "sponsor"};

bool is_margin_word(std::string_view word) {
  return std::binary_search(kMarginWords.begin(), kMarginWords.end(), word) ||
         std::any_of(kMarginBeginnings.begin(), kMarginBeginnings.end(),
                     [&](std::string_view begin) { return word.starts_with(begin); });
}

// Splits "mainNav article_side-bar" into main, nav; article, side, bar. Skips names of more than
// `max_words` words.
bool has_margin_word(std::string_view names, int max_words) {
  std::string word;
  bool found = false;  // in the current name
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

// Whether a style such as "color: red; display: none" gives a property this value.
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

bool is_skipped(const Element& element, AlsoRead also) {
  switch (element.tag) {
    case HtmlTag::kScript:
    case HtmlTag::kStyle:
    case HtmlTag::kTemplate:
    case HtmlTag::kHead:
    case HtmlTag::kSvg:
    case HtmlTag::kMath:
    case HtmlTag::kIframe:
    case HtmlTag::kObject:
    case HtmlTag::kEmbed:
    case HtmlTag::kApplet:
    case HtmlTag::kCanvas:
    case HtmlTag::kAudio:
    case HtmlTag::kVideo:
    case HtmlTag::kSelect:
    case HtmlTag::kDatalist:
    case HtmlTag::kMap:
    case HtmlTag::kRp:
    case HtmlTag::kRt:
      return true;
    case HtmlTag::kNoscript:
      return also != AlsoRead::kNoscript;
    case HtmlTag::kButton:
    case HtmlTag::kTextarea:
      return also != AlsoRead::kControls;
    case HtmlTag::kSup:  // a footnote mark, as in Wikipedia
      return text::find_ascii(attribute(element, "class"), "reference") != std::string_view::npos;
    default:
      return false;
  }
}

Raise raise_of(const Element& element) {
  if (element.tag == HtmlTag::kSup) return Raise::kAbove;
  if (element.tag == HtmlTag::kSub) return Raise::kBelow;
  const std::string_view style = attribute(element, "style");
  if (style.empty() || is_block_level(element.tag)) return Raise::kNone;
  for (const std::string_view value : {"super", "text-top"}) {
    if (has_style(style, "vertical-align", value)) return Raise::kAbove;
  }
  if (has_style(style, "font-variant-position", "super")) return Raise::kAbove;
  return has_style(style, "vertical-align", "sub") ? Raise::kBelow : Raise::kNone;
}

bool is_sign(const Element& element, std::string_view text) {
  if (!text::same_ascii(attribute(element, "aria-hidden"), "true")) return false;
  bool letters = false;
  for (std::size_t at = 0; at < text.size() && !letters;) {
    letters = u_isalpha(static_cast<UChar32>(text::next_checked_character(text, at))) != 0;
  }
  if (!letters) return true;
  // The name of an icon is one word, which a font draws as a picture.
  return std::none_of(text.begin(), text.end(), text::is_ascii_space) &&
         text::find_ascii(attribute(element, "class"), "icon") != std::string_view::npos;
}

bool is_block_level(HtmlTag tag) {
  switch (tag) {
    case HtmlTag::kAddress:
    case HtmlTag::kArticle:
    case HtmlTag::kAside:
    case HtmlTag::kBlockquote:
    case HtmlTag::kBody:
    case HtmlTag::kCaption:
    case HtmlTag::kCenter:
    case HtmlTag::kDd:
    case HtmlTag::kDetails:
    case HtmlTag::kDir:
    case HtmlTag::kDiv:
    case HtmlTag::kDl:
    case HtmlTag::kDt:
    case HtmlTag::kFieldset:
    case HtmlTag::kFigcaption:
    case HtmlTag::kFigure:
    case HtmlTag::kFooter:
    case HtmlTag::kForm:
    case HtmlTag::kH1:
    case HtmlTag::kH2:
    case HtmlTag::kH3:
    case HtmlTag::kH4:
    case HtmlTag::kH5:
    case HtmlTag::kH6:
    case HtmlTag::kHeader:
    case HtmlTag::kHgroup:
    case HtmlTag::kHr:
    case HtmlTag::kHtml:
    case HtmlTag::kLegend:
    case HtmlTag::kLi:
    case HtmlTag::kListing:
    case HtmlTag::kMain:
    case HtmlTag::kMenu:
    case HtmlTag::kNav:
    case HtmlTag::kOl:
    case HtmlTag::kP:
    case HtmlTag::kPre:
    case HtmlTag::kSection:
    case HtmlTag::kSummary:
    case HtmlTag::kTable:
    case HtmlTag::kTbody:
    case HtmlTag::kTd:
    case HtmlTag::kTfoot:
    case HtmlTag::kTh:
    case HtmlTag::kThead:
    case HtmlTag::kTr:
    case HtmlTag::kUl:
      return true;
    default:
      return false;
  }
}

bool is_heading(HtmlTag tag) {
  return tag == HtmlTag::kH1 || tag == HtmlTag::kH2 || tag == HtmlTag::kH3 || tag == HtmlTag::kH4 ||
         tag == HtmlTag::kH5 || tag == HtmlTag::kH6;
}

Role role_of(const Element& element, bool inside_article) {
  const std::string_view role = attribute(element, "role");
  for (const std::string_view margin :
       {"navigation", "banner", "contentinfo", "complementary", "search", "dialog"}) {
    if (text::same_ascii(role, margin)) return Role::kMargin;
  }
  switch (element.tag) {
    case HtmlTag::kNav:
    case HtmlTag::kAside:
    case HtmlTag::kFooter:
    case HtmlTag::kMenu:
      return Role::kMargin;
    case HtmlTag::kHeader:
      return inside_article ? Role::kNone : Role::kMargin;
    default:
      break;
  }
  if (has_margin_word(attribute(element, "class"), kAnyWords) ||
      has_margin_word(attribute(element, "id"), kMaxIdWords)) {
    return Role::kMargin;
  }
  const bool main = element.tag == HtmlTag::kArticle || element.tag == HtmlTag::kMain ||
                    text::same_ascii(role, "main") || text::same_ascii(role, "article") ||
                    text::same_ascii(attribute(element, "itemprop"), "articleBody");
  return main ? Role::kMain : Role::kNone;
}

}  // namespace despin::read
