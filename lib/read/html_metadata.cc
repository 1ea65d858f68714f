#include "lib/read/html_metadata.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "lib/read/html_attributes.h"
#include "lib/read/html_entities.h"
#include "lib/read/html_line.h"
#include "lib/read/json_ld.h"
#include "lib/text/ascii.h"
#include "lib/text/utf8.h"

namespace despin::read {
namespace {

constexpr std::size_t kMaxFieldBytes = 400;
// Longest byline; anything longer is a paragraph that happens to be marked as one.
constexpr std::size_t kMaxBylineBytes = 100;

enum class Field { kTitle, kAuthor, kDate, kLanguage, kUrl, kSite, kCount };

// Ranks of sources other than <meta>.
constexpr int kArticleRank = 0;  // JSON-LD's article
constexpr int kPageRank = 60;    // JSON-LD's page
constexpr int kMicrodataRank = 70;
constexpr int kMarkupRank = 80;
constexpr int kLastRank = 90;

struct MetaName {
  std::string_view name;
  Field field;
  int rank;
};

constexpr std::array kMetaNames{
    MetaName{"og:title", Field::kTitle, 10},
    MetaName{"citation_title", Field::kTitle, 20},
    MetaName{"dc.title", Field::kTitle, 30},
    MetaName{"dc:title", Field::kTitle, 30},
    MetaName{"dcterms.title", Field::kTitle, 30},
    MetaName{"parsely-title", Field::kTitle, 40},
    MetaName{"sailthru.title", Field::kTitle, 40},
    MetaName{"twitter:title", Field::kTitle, 50},
    MetaName{"citation_author", Field::kAuthor, 20},
    MetaName{"dc.creator", Field::kAuthor, 30},
    MetaName{"dc:creator", Field::kAuthor, 30},
    MetaName{"dcterms.creator", Field::kAuthor, 30},
    MetaName{"author", Field::kAuthor, 35},
    MetaName{"byl", Field::kAuthor, 35},
    MetaName{"parsely-author", Field::kAuthor, 40},
    MetaName{"sailthru.author", Field::kAuthor, 40},
    MetaName{"article:author", Field::kAuthor, 45},
    MetaName{"article:author_name", Field::kAuthor, 45},
    MetaName{"article:published_time", Field::kDate, 10},
    MetaName{"og:article:published_time", Field::kDate, 10},
    MetaName{"citation_publication_date", Field::kDate, 20},
    MetaName{"citation_date", Field::kDate, 21},
    MetaName{"citation_online_date", Field::kDate, 22},
    MetaName{"dc.date.issued", Field::kDate, 30},
    MetaName{"dcterms.issued", Field::kDate, 30},
    MetaName{"dcterms.created", Field::kDate, 31},
    MetaName{"dc.date", Field::kDate, 31},
    MetaName{"dc:date", Field::kDate, 31},
    MetaName{"dcterms.date", Field::kDate, 31},
    MetaName{"parsely-pub-date", Field::kDate, 40},
    MetaName{"sailthru.date", Field::kDate, 40},
    MetaName{"datepublished", Field::kDate, 45},
    MetaName{"publishdate", Field::kDate, 45},
    MetaName{"publish-date", Field::kDate, 45},
    MetaName{"pubdate", Field::kDate, 45},
    MetaName{"date", Field::kDate, 46},
    MetaName{"ptime", Field::kDate, 47},
    MetaName{"og:locale", Field::kLanguage, 20},
    MetaName{"content-language", Field::kLanguage, 10},
    MetaName{"dc.language", Field::kLanguage, 30},
    MetaName{"language", Field::kLanguage, 40},
    MetaName{"og:url", Field::kUrl, 10},
    MetaName{"citation_abstract_html_url", Field::kUrl, 20},
    MetaName{"parsely-link", Field::kUrl, 40},
    MetaName{"og:site_name", Field::kSite, 10},
    MetaName{"application-name", Field::kSite, 20},
};

struct FieldCandidate {
  int rank = std::numeric_limits<int>::max();
  std::string value;
};

std::string collapsed(std::string_view text) {
  return text::collapse(text::trim_ascii(text), text::is_ascii_space);
}

bool is_address(std::string_view text) {
  return text.starts_with("http://") || text.starts_with("https://") || text.starts_with("//");
}

// The longest prefix of at most `bytes` that does not split a character.
std::string_view shortened(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && text::is_continuation(text[bytes])) --bytes;
  return text.substr(0, bytes);
}

// "By Jane Doe" gives "Jane Doe".
std::string_view without_by(std::string_view name) {
  for (const std::string_view by : {"by ", "by: ", "written by ", "posted by ", "author: "}) {
    if (name.size() > by.size() && text::same_ascii(name.substr(0, by.size()), by)) {
      return name.substr(by.size());
    }
  }
  return name;
}

class MetadataReader {
 public:
  MetadataReader(const HtmlTree& tree, std::string_view page) : nodes_(tree.nodes), page_(page) {}

  PageMetadata read() {
    for (std::uint32_t i = 0; i < nodes_.size(); ++i) visit(i);
    PageMetadata out;
    out.title = title();
    out.author = without_by(value(Field::kAuthor));
    out.date = std::move(value(Field::kDate));
    out.language = std::move(value(Field::kLanguage));
    std::replace(out.language.begin(), out.language.end(), '_', '-');
    out.url = std::move(value(Field::kUrl));
    out.article_body = std::move(article_body_);
    return out;
  }

 private:
  std::string& value(Field field) { return best_[static_cast<std::size_t>(field)].value; }

  void offer(Field field, int rank, std::string_view text) {
    FieldCandidate& best = best_[static_cast<std::size_t>(field)];
    if (rank > best.rank || (rank == best.rank && field != Field::kAuthor)) return;
    std::string clean = collapsed(text);
    if (clean.empty() || clean.size() > kMaxFieldBytes) return;
    if (field == Field::kAuthor && is_address(clean)) return;
    if (rank < best.rank) {
      best = {rank, std::move(clean)};
    } else if (rank < kPageRank &&
               text::find_ascii(best.value, without_by(clean)) == std::string::npos &&
               best.value.size() < kMaxFieldBytes) {
      best.value +=
          ", " +
          std::string(without_by(clean));  // citation_author and similar tags occur once per author
    }
  }

  std::string_view tag_bytes(const HtmlNode& node) const {
    return page_.substr(node.begin_byte, node.end_byte - node.begin_byte);
  }

  std::string decoded(std::string_view name) const { return decoded_attribute(element_, name); }

  // Text inside an element, cut if it is too long for a field.
  std::string text_of(std::uint32_t index) const {
    HtmlLine line(page_);
    std::size_t bytes = 0;
    for (std::uint32_t i = index + 1; i < nodes_[index].end && bytes < 4 * kMaxFieldBytes;) {
      const HtmlNode& node = nodes_[i];
      const bool skipped = node.tag == HtmlTag::kScript || node.tag == HtmlTag::kStyle;
      if (node.tag == HtmlTag::kText) {
        line.add(node.begin_byte, node.end_byte, {node.raw, false});
        bytes += node.end_byte - node.begin_byte;
      } else if (node.tag != HtmlTag::kSpan) {
        line.add_space();
      }
      i = skipped ? node.end : i + 1;
    }
    return std::string(shortened(line.take().text, kMaxFieldBytes + 1));
  }

  void visit(std::uint32_t index) {
    const HtmlNode& node = nodes_[index];
    switch (node.tag) {
      case HtmlTag::kText:
        return;
      case HtmlTag::kHtml:
        enter(node);
        offer(Field::kLanguage, 0, decoded("lang"));
        offer(Field::kLanguage, 1, decoded("xml:lang"));
        return;
      case HtmlTag::kTitle:
        if (plain_title_.empty()) plain_title_ = text_of(index);
        return;
      case HtmlTag::kMeta:
        enter(node);
        visit_meta();
        return;
      case HtmlTag::kLink:
        enter(node);
        if (text::same_ascii(element_.attribute("rel"), "canonical")) {
          offer(Field::kUrl, 0, decoded("href"));
        }
        return;
      case HtmlTag::kScript:
        visit_script(index);
        return;
      case HtmlTag::kH1:
        if (headings_.size() < 4) headings_.push_back(text_of(index));
        break;
      case HtmlTag::kTime:
        enter(node);
        offer(Field::kDate, element_.has("pubdate") ? kMarkupRank : kLastRank, decoded("datetime"));
        break;
      default:
        break;
    }
    visit_markup(index);
  }

  void enter(const HtmlNode& node) { element_.read(node.tag, tag_bytes(node)); }

  void visit_meta() {
    std::string_view name = element_.attribute("property");
    if (name.empty()) name = element_.attribute("name");
    if (name.empty()) name = element_.attribute("http-equiv");
    const std::string_view property = element_.attribute("itemprop");
    if (!property.empty()) visit_property(property, decoded("content"));
    if (name.empty()) return;
    for (const MetaName& known : kMetaNames) {
      if (text::same_ascii(name, known.name)) offer(known.field, known.rank, decoded("content"));
    }
  }

  void visit_property(std::string_view property, std::string_view text) {
    if (text::same_ascii(property, "headline")) offer(Field::kTitle, kMicrodataRank, text);
    if (text::same_ascii(property, "author")) offer(Field::kAuthor, kMicrodataRank, text);
    if (text::same_ascii(property, "datePublished")) offer(Field::kDate, kMicrodataRank, text);
    if (text::same_ascii(property, "inLanguage")) offer(Field::kLanguage, kMicrodataRank, text);
  }

  void visit_script(std::uint32_t index) {
    const HtmlNode& script = nodes_[index];
    if (script.end != index + 2 || nodes_[index + 1].tag != HtmlTag::kText) return;
    enter(script);
    if (!text::same_ascii(text::trim_ascii(element_.attribute("type")), "application/ld+json"))
      return;
    const HtmlNode& text = nodes_[index + 1];
    const std::size_t bytes = text.end_byte - text.begin_byte;
    if (bytes > kMaxJsonLdBytes - json_bytes_) return;
    json_bytes_ += bytes;
    JsonLd found = read_json_ld(page_.substr(text.begin_byte, bytes));
    if (found.body.size() > article_body_.size()) article_body_ = std::move(found.body);
    const int rank = found.article ? kArticleRank : kPageRank;
    // Some sites escape twice: "&amp;" inside a JSON string means "&".
    const auto plain = [](const std::string& s) { return decode_entities(s, EntityPlace::kText); };
    offer(Field::kTitle, rank, plain(found.headline));
    offer(Field::kAuthor, rank, plain(found.author));
    offer(Field::kDate, rank, found.date);
    offer(Field::kLanguage, kPageRank, found.language);
    offer(Field::kUrl, kPageRank, found.url);
    offer(Field::kSite, kPageRank, plain(found.site));
  }

  // Reads visible bylines and dates from attributes of any element.
  void visit_markup(std::uint32_t index) {
    const std::string_view tag = tag_bytes(nodes_[index]);
    const bool property = tag.find("itemprop") != tag.npos;
    if (!property && tag.find("uthor") == tag.npos && tag.find("yline") == tag.npos) return;
    enter(nodes_[index]);
    if (property) {
      const std::string_view name = element_.attribute("itemprop");
      std::string text = decoded("content");
      if (text.empty()) text = decoded("datetime");
      if (text.empty()) text = text_of(index);
      if (text.size() <= kMaxBylineBytes || text::same_ascii(name, "headline")) {
        visit_property(name, text);
      }
    }
    const FieldCandidate& author = best_[static_cast<std::size_t>(Field::kAuthor)];
    const bool link = text::same_ascii(element_.attribute("rel"), "author");
    const int rank = link ? kMarkupRank : kMarkupRank + 1;
    if (author.rank <= rank) return;
    if (!link && !names_byline(element_.attribute("class")) &&
        !names_byline(element_.attribute("id"))) {
      return;
    }
    const std::string text = text_of(index);
    if (text.size() <= kMaxBylineBytes) offer(Field::kAuthor, rank, text);
  }

  static bool names_byline(std::string_view names) {
    for (std::size_t at = 0; at < names.size();) {
      while (at < names.size() && text::is_ascii_space(names[at])) ++at;
      const std::size_t begin = at;
      while (at < names.size() && !text::is_ascii_space(names[at])) ++at;
      const std::string_view name = names.substr(begin, at - begin);
      for (const std::string_view byline :
           {"byline", "author", "by-line", "author-name", "byline-name", "article-author",
            "post-author", "entry-author", "byline__name", "author__name", "p-author"}) {
        if (text::same_ascii(name, byline)) return true;
      }
    }
    return false;
  }

  std::string title() {
    std::string title = std::move(value(Field::kTitle));
    if (title.empty()) title = collapsed(plain_title_);
    if (title.empty()) return headings_.empty() ? std::string() : headings_.front();
    return without_site(std::move(title));
  }

  std::string without_site(std::string title) const {
    const std::string_view site = best_[static_cast<std::size_t>(Field::kSite)].value;
    for (const std::string_view divider :
         {" | ", " - ", " \u2013 ", " \u2014 ", " :: ", " \u00BB ", " \u00B7 ", ": "}) {
      const std::size_t last = title.rfind(divider);
      const std::size_t first = title.find(divider);
      if (last == std::string::npos) continue;
      const std::string_view before_last = std::string_view(title).substr(0, last);
      const std::string_view after_last = std::string_view(title).substr(last + divider.size());
      const std::string_view before_first = std::string_view(title).substr(0, first);
      const std::string_view after_first = std::string_view(title).substr(first + divider.size());
      if (text::same_ascii(after_last, site) || is_heading(before_last))
        return std::string(before_last);
      if (text::same_ascii(before_first, site) || is_heading(after_first)) {
        return std::string(after_first);
      }
    }
    return title;
  }

  bool is_heading(std::string_view text) const {
    return std::any_of(headings_.begin(), headings_.end(),
                       [&](const std::string& heading) { return text::same_ascii(heading, text); });
  }

  const std::vector<HtmlNode>& nodes_;
  std::string_view page_;
  Element element_;
  std::array<FieldCandidate, static_cast<std::size_t>(Field::kCount)> best_;
  std::string plain_title_;
  std::vector<std::string> headings_;
  std::size_t json_bytes_ = 0;
  std::string article_body_;
};

}  // namespace

PageMetadata read_metadata(const HtmlTree& tree, std::string_view page) {
  return MetadataReader(tree, page).read();
}

}  // namespace despin::read
