// The article of a page: which blocks belong to it and which do not.
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "despin/reader.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace despin {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::array<std::string_view, 4> kProse{
    "The ferry left the island at dawn, with forty passengers and a cargo of early apples.",
    "By noon, the wind had turned, and the captain, who had seen worse, made for the lee shore.",
    "Nobody on the quay had expected them before evening, so the cranes, as ever, stood idle.",
    "The apples were sold within an hour, mostly to the baker, who asked for no receipt."};

std::string content_of(std::string_view page) {
  const auto document = read_document(page, {.name = "page.html", .content_type = {}});
  return document ? document->text : "error: " + document.error().message;
}

std::string in(std::string_view open, std::string_view text, std::string_view close) {
  return std::string(open) + std::string(text) + std::string(close);
}

std::string paragraphs() {
  std::string out;
  for (const std::string_view text : kProse) out += in("<p>", text, "</p>");
  return out;
}

std::string article_text() {
  std::string out;
  for (const std::string_view text : kProse) out += (out.empty() ? "" : "\n\n") + std::string(text);
  return out;
}

struct MarginCase {
  std::string_view name;
  std::string_view before;
  std::string_view after;
};

// An article with something beside it that is none of it.
class BesideTheArticle : public ::testing::TestWithParam<MarginCase> {};

TEST_P(BesideTheArticle, IsLeftOut) {
  const MarginCase& test = GetParam();
  std::string page = "<body>" + std::string(test.before) + "<div>" + paragraphs() + "</div>";
  page += std::string(test.after) + "</body>";
  EXPECT_EQ(content_of(page), article_text());
}

INSTANTIATE_TEST_SUITE_P(
    Cases, BesideTheArticle,
    ::testing::Values(
        MarginCase{
            "cookie_notice",
            "<div class='cookie-bar'><p>We use cookies, and so do our partners, to show you what "
            "they think you want to buy.</p><button>Fine</button></div>",
            ""},
        MarginCase{
            "comments", "",
            "<div id='comments'><p>I have taken that ferry, many times, and it has never once been "
            "on time, whatever the captain says.</p></div>"},
        MarginCase{
            "comments_in_one_word", "",
            "<ol class='commentlist'><li><p>I have taken that ferry, many times, and it has never "
            "once been on time.</p></li></ol>"},
        MarginCase{
            "related_links", "",
            "<div><ul><li><a href=/a>The harbour master resigns over a missing crane</a><li><a "
            "href=/b>Ten recipes for early apples, tried by our readers</a></ul></div>"},
        MarginCase{
            "related_teasers", "",
            "<div class='relatedposts'><div><h3>Older</h3><p>The harbour master, who had been ill, "
            "resigned over a crane that went missing.</p></div></div>"},
        MarginCase{
            "sidebar",
            "<aside><p>Our newsletter, with the best of the island, reaches you every Friday at "
            "noon, free of charge.</p></aside>",
            ""},
        MarginCase{"unnamed_navigation",
                   "<div><div><a href=/1>Island</a></div><div><a href=/2>Sea</a></div></div>", ""},
        MarginCase{"legal_lines", "", "<div><p>All rights reserved.</p><p>Island Press</p></div>"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(MainContent, LeavesOutMarginsInsideTheArticle) {
  for (const std::string_view name : {"comments", "commentlist", "jp-relatedposts", "newsletterBox",
                                      "entry-share", "cookie_notice", "SponsoredBy"}) {
    const std::string margin = in("<div class='", name, "'><p>") + in("", kProse[0], "</p></div>");
    EXPECT_EQ(content_of("<div>" + paragraphs() + margin + "</div>"), article_text()) << name;
  }
}

TEST(MainContent, LeavesOutWhatAPageHides) {
  for (const std::string_view hidden :
       {"hidden", "style='display:none'", "style='color: red; display : none !important'",
        "style='visibility: hidden'", "aria-hidden=true"}) {
    const std::string page = paragraphs() + "<div " + std::string(hidden) + "><p>" +
                             std::string(kProse[0]) + "</p></div>";
    EXPECT_EQ(content_of(page), article_text()) << hidden;
  }
}

TEST(MainContent, KeepsWhatOnlyLooksHidden) {
  for (const std::string_view shown :
       {"style='backface-visibility: hidden'", "style='display: block'", "aria-hidden=false",
        "style='visibility: visible; overflow: hidden'", "style='visibility'"}) {
    EXPECT_EQ(content_of("<div " + std::string(shown) + ">" + paragraphs() + "</div>"),
              article_text())
        << shown;
  }
}

TEST(MainContent, TakesParagraphsDividedByLineBreaks) {
  std::string page = "<div><a href=/>Home</a></div><div>";
  for (const std::string_view text : kProse) page += std::string(text) + "<br><br>";
  EXPECT_EQ(content_of(page + "</div><div><a href=/more>More</a></div>"), article_text());
}

TEST(MainContent, CountsCommasAndLengthOfOtherScripts) {
  const std::string_view first = "渡船在黎明离开小岛，载着四十名乘客和一批早熟的苹果。";
  const std::string_view second = "到了中午，风向变了，船长把船驶向背风的海岸。";
  std::string page = "<div><p>版权所有</p><p>联系我们</p></div><div>";
  page += in("<p>", first, "</p>") + in("<p>", second, "</p>") + "</div>";
  EXPECT_EQ(content_of(page), std::string(first) + "\n\n" + std::string(second));
}

TEST(MainContent, TakesTheCellOfALayoutTable) {
  const std::string page = "<table><tr><td><p><a href=/>Home</a></p><p><a href=/s>Sea</a></p><td>" +
                           paragraphs() + "</td></tr></table>";
  EXPECT_EQ(content_of(page), article_text());
}

TEST(MainContent, KeepsATableOfFactsBetweenParagraphs) {
  const std::string facts = "<table><tr><th>Boat<th>Apples<tr><td>Ferry<td>400</table>";
  const std::string page = "<div>" + paragraphs() + facts + paragraphs() + "</div>";
  EXPECT_EQ(content_of(page),
            article_text() + "\n\n| Boat | Apples\n| Ferry | 400\n\n" + article_text());
}

TEST(MainContent, JoinsAnArticleSplitOverNeighbors) {
  std::string page = "<div><a href=/>Home</a></div>";
  page += "<div>" + paragraphs() + paragraphs() + paragraphs() + "</div>";
  page += "<div>By our own reporter</div><div>" + paragraphs() + "</div>";
  page += in("<p>", kProse[0], "</p>") + std::string(kProse[3]);
  const std::string part = article_text() + "\n\n";
  EXPECT_EQ(content_of(page),
            part + part + part + part + std::string(kProse[0]) + "\n\n" + std::string(kProse[3]));
}

TEST(MainContent, TakesTheParagraphsBeforeAFold) {
  std::string page = "<div><p>" + std::string(kProse[0]) + "</p><p>" + std::string(kProse[1]) +
                     "</p><div><div><a href=''>Read more</a></div>";
  page += "<div>" + paragraphs() + "</div></div></div>";
  EXPECT_EQ(content_of(page),
            std::string(kProse[0]) + "\n\n" + std::string(kProse[1]) + "\n\n" + article_text());
}

std::string section(std::string_view heading, const std::string& inside) {
  return in("<section><h2>", heading, "</h2><div>") + inside + "</div></section>";
}

// Two equal parts are one article, with what stands between them.
TEST(MainContent, WidensToWhatHoldsTwiceAsMuch) {
  const std::string page = "<div>" + section("Dawn", paragraphs()) + "<div>Second part</div>" +
                           section("Noon", paragraphs()) + "</div>";
  EXPECT_EQ(content_of(page),
            "Dawn\n\n" + article_text() + "\n\nSecond part\n\nNoon\n\n" + article_text());
}

TEST(MainContent, DoesNotWidenToTextAmongLinks) {
  std::string links;
  for (int i = 0; i < 9; ++i) links += "<p><a href=/x>" + std::string(kProse[2]) + "</a></p>";
  const std::string page = "<div>" + section("Dawn", paragraphs()) + "<div>Second part</div>" +
                           section("Noon", paragraphs() + links) + "</div>";
  EXPECT_EQ(content_of(page), article_text());
}

// Each item is a paragraph like the article's, and together they are longer.
TEST(MainContent, IsNotDrawnAwayByALongGallery) {
  std::string gallery;
  for (int i = 0; i < 8; ++i) gallery += in("<li><p>", kProse[1], "</p></li>");
  EXPECT_EQ(content_of("<div>" + paragraphs() + "</div><div><ul>" + gallery + "</ul></div>"),
            article_text());
}

// A short section is taken where the page says that it is of the article, else not.
TEST(MainContent, TakesAllSectionsOfWhatCallsItselfTheArticle) {
  const std::string sections =
      section("Dawn", paragraphs()) +
      section("Noon", in("<p>", kProse[0], "</p>") + in("<p>", kProse[1], "</p>"));
  EXPECT_EQ(content_of("<article>" + sections + "</article>"),
            "Dawn\n\n" + article_text() + "\n\nNoon\n\n" + std::string(kProse[0]) + "\n\n" +
                std::string(kProse[1]));
  EXPECT_EQ(content_of("<div>" + sections + "</div>"), article_text());
}

TEST(MainContent, KeepsASectionWhoseIdIsItsHeading) {
  const auto page = [](std::string_view id) {
    return "<body><div>" + paragraphs() + in("<div id='", id, "'><p>") +
           in("", kProse[0], "</p></div></div>");
  };
  EXPECT_EQ(content_of(page("sharing-a-ferry-with-apples")),
            article_text() + "\n\n" + std::string(kProse[0]));
  // The same word alone says what the element is.
  EXPECT_EQ(content_of(page("sharing")), article_text());
}

TEST(MainContent, KeepsALinkedItemOfAListOfText) {
  const std::string list =
      "<ul><li><a href=/1>Early apples</a></li><li>Late apples, which keep until spring if they "
      "are "
      "laid in straw and turned every week or so</li></ul>";
  EXPECT_THAT(content_of("<div>" + paragraphs() + list + "</div>"),
              HasSubstr("- Early apples\n- Late"));
  const std::string links =
      "<ul><li><a href=/1>Early apples</a></li><li><a href=/2>Late apples</a></li></ul>";
  EXPECT_THAT(content_of("<div>" + paragraphs() + links + "</div>"), Not(HasSubstr("apples\n- ")));
}

TEST(MainContent, SaysWhereTheArticleStands) {
  const std::string page = "<div><a href=/>Home</a></div><div>" + paragraphs() + "</div>";
  const auto document = read_document(page, {.name = "page.html", .content_type = {}});
  ASSERT_TRUE(document);
  const auto begin = static_cast<std::uint32_t>(document->text.find(kProse[2]));
  const auto end = static_cast<std::uint32_t>(begin + kProse[2].size());
  const ByteSpan span = input_span(*document, {begin, end});
  ASSERT_LE(span.end_byte, page.size());
  EXPECT_EQ(page.substr(span.begin_byte, span.end_byte - span.begin_byte), kProse[2]);
}

}  // namespace
}  // namespace despin
