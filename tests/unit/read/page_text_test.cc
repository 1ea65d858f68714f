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
  expect("<p style='display:none'>" + kArticle + "</p><p>Home</p>", TextOrigin::kHidden);
  expect("<div aria-hidden=true><p>" + kArticle + "</div>", TextOrigin::kHidden);
  expect("<p><span aria-hidden=true>" + kArticle + "</span>", TextOrigin::kPage);
}

TEST(PageText, IsWhatAStyleSheetShows) {
  const auto shown = [](const std::string& style, const std::string& start) {
    const Document document = read("<style>" + style + "</style><p>" + kArticle + "</p>" + start +
                                   "The word is bird.</div>");
    EXPECT_EQ(document.text_from, TextOrigin::kPage);
    const bool there = document.text.find("The word is bird.") != std::string::npos;
    EXPECT_EQ(document.omissions.unhidden, there && start != "<div>" ? 1U : 0U) << style << start;
    return there;
  };
  const std::string hidden = "<div hidden class='a b' id=c>";
  const std::string none = "<div style='display:none' class='a b' id=c>";
  // With "!important" for $ also over the style of the element itself.
  for (const std::string rule :
       {".a{display:block$}", "#c{display:flex$}", "DIV.a.b{ display : grid $ }",
        "p,div{display:block$}", "body>div{display:block$}", "[hidden],.a{display:block$}",
        "*{display:block$}", "div:not(.x){display:block$}", "@media screen{.a{display:block$}}",
        "/*}*/.a{content:'}';display:block$}", ".a{display:none$}.b{display:block$}"}) {
    const auto with = [&](std::string_view mark) {
      std::string out = rule;
      for (std::size_t at = 0; (at = out.find('$')) != std::string::npos;) out.replace(at, 1, mark);
      return out;
    };
    EXPECT_TRUE(shown(with(""), hidden)) << rule;
    EXPECT_FALSE(shown(with(""), none)) << rule;
    EXPECT_TRUE(shown(with("!important"), none)) << rule;
  }
  for (const std::string rule :
       {"", ".x{display:block}", ".a.x{display:block}", ".a{display:none}",
        ".a:hover{display:block}", ".a::before{display:block}", "@media print{.a{display:block}}",
        ".a{color:red", ".b{display:block}.a{display:none}", "@keyframes k{from{display:block}}"}) {
    EXPECT_FALSE(shown(rule, hidden)) << rule;
    EXPECT_FALSE(shown(rule, none)) << rule;
  }
  // A script may show what a sheet hides.
  EXPECT_TRUE(shown("div{display:none}", "<div>"));
}

TEST(PageText, HasNoWordThatIsNotDrawn) {
  const auto text = [](const std::string& style, const std::string& inside) {
    return read("<style>" + style + "</style><p>" + kArticle + " " + inside + "</p>").text;
  };
  for (const std::string start :
       {"<i style='font-size:0'>", "<i class=z>", "<i style='visibility:hidden'>",
        "<i style='FONT-SIZE: 0px !important'>"}) {
    const std::string sheet =
        ".z{font-size:0}.y{font-size:12px}.x{visibility:visible;font-size:9pt}";
    EXPECT_EQ(text(sheet, start + "bird</i>"), kArticle) << start;
    EXPECT_EQ(text(sheet, start + "bird<b style='font-size:2em'>cat</b></i>"), kArticle) << start;
    EXPECT_EQ(text(sheet, start + "bird<b class=x>cat</b></i>"), kArticle + " cat") << start;
  }
  EXPECT_EQ(text("", "<i style='font-size:0.5em'>bird</i>"), kArticle + " bird");
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
