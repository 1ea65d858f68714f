// The metadata of a page, and the ranks of its sources.
#include <string>
#include <string_view>

#include "gtest/gtest.h"
#include "lib/read/html_metadata.h"
#include "lib/read/json_ld.h"

namespace despin::read {
namespace {

PageMetadata metadata_of(const std::string& page) {
  const auto tree = parse_html(page);
  return tree ? read_metadata(*tree, page) : PageMetadata{};
}

TEST(HtmlMetadata, TakesWhatJsonLdSaysOfTheArticle) {
  const PageMetadata m = metadata_of(R"(<html lang=en><meta property=og:title content=Worse>
<script type="application/ld+json">{"@graph":[{"@type":"WebSite","name":"Site"},
{"@type":"Person","@id":"#jane","name":"Jane Doe"},
{"@type":["NewsArticle"],"headline":"Ferry &amp; fog","author":[{"@id":"#jane"},{"name":"John Roe"}],
"datePublished":"2024-05-06T07:08:09Z","inLanguage":"de","mainEntityOfPage":{"@id":"https://a.example/1"}}]}
</script><p>x)");
  EXPECT_EQ(m.title, "Ferry & fog");
  EXPECT_EQ(m.author, "Jane Doe, John Roe");
  EXPECT_EQ(m.date, "2024-05-06T07:08:09Z");
  EXPECT_EQ(m.language, "en");
  EXPECT_EQ(m.url, "https://a.example/1");
}

TEST(HtmlMetadata, RanksMetaNames) {
  const PageMetadata m = metadata_of(
      "<meta name=date content=2001><meta name=dc.date content=2002>"
      "<meta property=article:published_time content=2003>"
      "<meta name=sailthru.author content=S><meta name=Author content='A &amp; B'>"
      "<meta name=twitter:title content=T><meta name=citation_title content=C>"
      "<meta property=og:locale content=en_GB><meta property=og:url content=https://b.example/>");
  EXPECT_EQ(m.date, "2003");
  EXPECT_EQ(m.author, "A & B");
  EXPECT_EQ(m.title, "C");
  EXPECT_EQ(m.language, "en-GB");
  EXPECT_EQ(m.url, "https://b.example/");
}

TEST(HtmlMetadata, GathersAuthorsThatComeOneByOne) {
  const PageMetadata m = metadata_of(
      "<meta name=citation_author content='Doe, Jane'><meta name=citation_author content='Roe, J'>"
      "<meta name=citation_author content='by ROE, J'>");
  EXPECT_EQ(m.author, "Doe, Jane, Roe, J");
}

TEST(HtmlMetadata, ReadsMicrodataAndBylines) {
  const PageMetadata m = metadata_of(
      "<h1>Ferry</h1><time itemprop=datePublished datetime=2020-01-02>x</time>"
      "<p class='meta byline'>By <a>Jane <b>Doe</b></a></p><p itemprop=inLanguage>fr</p>");
  EXPECT_EQ(m.title, "Ferry");
  EXPECT_EQ(m.date, "2020-01-02");
  EXPECT_EQ(m.author, "Jane Doe");
  EXPECT_EQ(m.language, "fr");
}

TEST(HtmlMetadata, LeavesAddressesAndParagraphsOutOfAuthors) {
  EXPECT_EQ(metadata_of("<meta property=article:author content=https://c.example/jane>").author,
            "");
  EXPECT_EQ(metadata_of("<p class=author>" + std::string(300, 'x')).author, "");
}

TEST(HtmlMetadata, TakesTheSiteOffATitleOnlyWhereItIsOne) {
  const std::string site = "<meta property=og:site_name content='Island News'>";
  EXPECT_EQ(metadata_of("<title>Ferry - a story | Island News</title>" + site).title,
            "Ferry - a story");
  EXPECT_EQ(metadata_of("<title>Island News - Ferry</title>" + site).title, "Ferry");
  EXPECT_EQ(metadata_of("<title>Ferry | Other</title><h1>Ferry</h1>").title, "Ferry");
  EXPECT_EQ(metadata_of("<title>Ferry - a story</title><h1>News</h1>").title, "Ferry - a story");
}

TEST(JsonLdReader, TakesNoHarmFromWhatIsNone) {
  const std::string deep(100000, '[');
  for (const std::string_view json :
       {std::string_view(deep), std::string_view("{"), std::string_view(""),
        std::string_view("[1,null]"), std::string_view(R"({"@type":7,"author":[[[]]]})")}) {
    EXPECT_EQ(read_json_ld(json).headline, "");
  }
  EXPECT_EQ(read_json_ld(R"({"@type":"Article","headline":["A"],"author":{"name":3}})").headline,
            "A");
}

}  // namespace
}  // namespace despin::read
