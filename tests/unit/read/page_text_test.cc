// Pages that show no text, or next to none, and have it elsewhere.
#include <string>
#include <string_view>

#include "despin/reader.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "lib/read/page_text.h"

namespace despin {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// Longer than what is taken for a mere notice.
const std::string kArticle = [] {
  std::string text;
  for (int i = 0; i < 8; ++i) {
    text += "The ferry left the island at dawn with forty passengers and early apples. ";
  }
  text.pop_back();
  return text;
}();

Document read(const std::string& page) {
  const auto document = read_document(page, {.name = "page.html", .content_type = {}});
  EXPECT_TRUE(document) << document.error().message;
  return document ? *document : Document();
}

std::string json_ld(const std::string& members) {
  return "<title>x</title><script type='application/ld+json'>{\"@type\":\"NewsArticle\"," +
         members + "}</script>";
}

TEST(PageText, StandsInJsonLdAlone) {
  const Document document =
      read(json_ld("\"articleBody\":\"" + kArticle + "\"") + "<div id=app></div>");
  EXPECT_EQ(document.text, kArticle);
  EXPECT_EQ(document.text_from, TextOrigin::kArticleBody);
  EXPECT_TRUE(document.input_map.empty());
  EXPECT_EQ(input_span(document, {0, 9}).end_byte, 0U);
}

TEST(PageText, IsWhatThePageShowsIfItShowsAnArticle) {
  const Document document =
      read(json_ld("\"articleBody\":\"" + kArticle + kArticle + "\"") + "<p>" + kArticle + "</p>");
  EXPECT_EQ(document.text, kArticle);
  EXPECT_EQ(document.text_from, TextOrigin::kPage);
}

TEST(PageText, IsTheDescriptionsIfThePageShowsANotice) {
  const Document document = read(json_ld("\"articleBody\":\"" + kArticle + "\"") +
                                 "<p>Please turn scripts on to read this.</p>");
  EXPECT_EQ(document.text, kArticle);
}

TEST(PageText, TakesTheLongestOfSeveralArticles) {
  const Document document = read(
      "<script type='application/ld+json'>{\"@graph\":[{\"@type\":\"Article\",\"articleBody\":"
      "\"A teaser.\"},{\"@type\":[\"Thing\",\"BlogPosting\"],\"articleBody\":\"" +
      kArticle + "\"},{\"@type\":\"Person\",\"articleBody\":\"" + kArticle + kArticle +
      "\"}]}</script>");
  EXPECT_EQ(document.text, kArticle);
}

TEST(PageText, OfJsonLdMayBeMarkup) {
  EXPECT_EQ(read::article_body_text("<p>One <b>two</b></p><p>three &amp; four</p>"),
            "One two\n\nthree & four");
  EXPECT_EQ(read::article_body_text("&lt;p&gt;One&lt;/p&gt;&lt;p&gt;two &amp;lt; 3"),
            "One\n\ntwo < 3");
  EXPECT_EQ(read::article_body_text("One <i>two</i>\n\nthree"), "One two\n\nthree");
  EXPECT_EQ(read::article_body_text(" One\n\ntwo &quot;3&quot;, 1 < 2 "),
            "One\n\ntwo \"3\", 1 < 2");
}

TEST(PageText, IsLookedForInWhatBrowsersShow) {
  const auto expect = [](const std::string& page, TextOrigin from) {
    const Document document = read(page);
    EXPECT_THAT(document.text, HasSubstr(kArticle)) << page;
    EXPECT_EQ(document.text_from, from) << page;
  };
  expect("<textarea>" + kArticle + "</textarea>", TextOrigin::kControls);
  expect("<p>Read on: <button>" + kArticle + "</button>", TextOrigin::kControls);
  expect("<body><noscript><p>" + kArticle + "</noscript>", TextOrigin::kNoscript);
  expect("<iframe srcdoc='<p>" + kArticle + "'></iframe>", TextOrigin::kFrames);
  expect("<iframe srcdoc='&lt;p&gt;" + kArticle + "'></iframe>", TextOrigin::kFrames);
  expect("<style>div{display:block!important}</style><div hidden><p>" + kArticle + "</div>",
         TextOrigin::kHidden);
  expect("<p style='display:none'>" + kArticle + "</p><p>Home</p>", TextOrigin::kHidden);
  expect("<div aria-hidden=true><p>" + kArticle + "</div>", TextOrigin::kHidden);
  expect("<p><span aria-hidden=true>" + kArticle + "</span>", TextOrigin::kPage);
}

TEST(PageText, LeavesOutWhatIsHiddenBesideAnArticle) {
  const std::string other = "We and our partners set cookies to measure what you read. ";
  const Document document =
      read("<p>" + kArticle + "</p><div hidden><p>" + other + other + other + "</p></div><button>" +
           other + "</button><noscript>" + other + "</noscript>");
  EXPECT_EQ(document.text, kArticle);
  EXPECT_EQ(document.text_from, TextOrigin::kPage);
}

TEST(PageText, LooksIntoTheFirstFramesAlone) {
  std::string page;
  for (int i = 0; i < 50; ++i) page += "<iframe srcdoc='<p>One more.'></iframe>";
  const std::string text = read(page).text;
  EXPECT_THAT(text, HasSubstr("One more."));
  EXPECT_EQ(read(page + "<iframe srcdoc='<p>" + kArticle + "'></iframe>").text, text);
}

TEST(PageText, KeepsPlacesInTheInputWhereItHasThem) {
  const std::string page = "<body><noscript><p>" + kArticle + "</noscript>";
  const Document document = read(page);
  const ByteSpan span = input_span(document, {4, 9});
  EXPECT_EQ(page.substr(span.begin_byte, span.end_byte - span.begin_byte), "ferry");
}

TEST(PageText, OfOtherFieldsIsNoArticle) {
  const auto document = read_document(json_ld("\"description\":\"" + kArticle + "\""),
                                      {.name = "page.html", .content_type = {}});
  ASSERT_FALSE(document);
  EXPECT_EQ(document.error().code, ErrorCode::kBadInput);
  EXPECT_THAT(document.error().message, Not(HasSubstr("ferry")));
}

}  // namespace
}  // namespace despin
