// Pages into text: what is kept, what is left out, and what hostile pages cost.
#include <string>
#include <string_view>

#include "despin/reader.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace despin {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view kParagraph =
    "The ferry left the island at dawn with forty passengers and a cargo of early apples.";

std::string text_of(std::string_view page) {
  const auto document = read_document(page, {.name = "page.html", .content_type = {}});
  return document ? document->text : "error: " + document.error().message;
}

std::string repeat(std::string_view piece, int times) {
  std::string out;
  out.reserve(piece.size() * static_cast<std::size_t>(times));
  for (int i = 0; i < times; ++i) out += piece;
  return out;
}

struct HtmlCase {
  std::string_view name;
  std::string_view page;
  std::string_view text;
};

class HtmlText : public ::testing::TestWithParam<HtmlCase> {};

TEST_P(HtmlText, IsWhatAReaderSees) { EXPECT_EQ(text_of(GetParam().page), GetParam().text); }

INSTANTIATE_TEST_SUITE_P(
    Cases, HtmlText,
    ::testing::Values(
        HtmlCase{"paragraphs", "<p>One\n  two</p><p>three</p>", "One two\n\nthree"},
        HtmlCase{"unclosed", "<p>One<p>two<div>three", "One\n\ntwo\n\nthree"},
        HtmlCase{"inline", "<p>un<b>believ</b>able <i>news</i>", "unbelievable news"},
        HtmlCase{"entities", "<p>Fish &amp; chips&nbsp;&mdash; &#163;5 &lt;now&gt;",
                 "Fish & chips \u2014 \u00A35 <now>"},
        HtmlCase{"overflowing_entity", "<p>a &#xd7FFFFFFFFFFFFFFFFFFFF9; b", "a \uFFFD b"},
        HtmlCase{"line_break", "<p>One<br>two", "One\ntwo"},
        HtmlCase{"two_breaks_divide", "<div>One<br><br>two</div>", "One\n\ntwo"},
        HtmlCase{"list", "<ul><li>One<li>two</ul><p>three", "- One\n- two\n\nthree"},
        HtmlCase{"list_of_paragraphs", "<ul><li><p>One</p><p>more</p></li></ul>", "- One\n\nmore"},
        HtmlCase{"table", "<table><tr><th>Year<th>Cost<tr><td>2020<td>$3</table>",
                 "| Year | Cost\n| 2020 | $3"},
        HtmlCase{"layout_table", "<table><tr><td><p>One</p><td><p>two</p></table>", "One\n\ntwo"},
        HtmlCase{"quote", "<blockquote><p>So it is.</p></blockquote>", "\u201CSo it is.\u201D"},
        HtmlCase{"quote_already_marked", "<blockquote>\"So it is.\"</blockquote>", "\"So it is.\""},
        HtmlCase{"q", "<p>He said <q>go</q>.", "He said \u201Cgo\u201D."},
        HtmlCase{"code", "<p>Run <code>make all</code>, then rest.", "Run `make all`, then rest."},
        HtmlCase{"pre", "<pre>a = 1;\n  b = 2;</pre>", "```\na = 1;\n  b = 2;\n```"},
        HtmlCase{"scripts", "<p>One<script>var a = '<p>no';</script><style>p{}</style>", "One"},
        HtmlCase{"comments", "<p>One<!-- <p>no --> two", "One two"},
        HtmlCase{"hidden", "<p>One<p hidden>no<p style='color:red; display: none'>no", "One"},
        HtmlCase{"title_is_not_text", "<title>No</title><p>One", "One"},
        HtmlCase{"footnote_marks", "<p>One<sup class=reference>[1]</sup>, 2<sup>nd</sup>",
                 "One, 2nd"},
        HtmlCase{"footnotes_by_number",
                 "<p>house<sup>1</sup> of cards.<sup>2,3</sup> So<sup>[4]</sup>",
                 "house of cards. So"},
        HtmlCase{"footnotes_by_sign",
                 "<p>house<sup>*</sup> of<sup>a</sup> cards<sup>\u2020</sup> and<sup>iv</sup> more",
                 "house of cards and more"},
        HtmlCase{"footnotes_raised_by_style",
                 "<p>house<span style='vertical-align: super'>1</span> of "
                 "cards.<a href='#f' style='font-size:.7em;vertical-align:super'>2</a> by "
                 "5<span style='vertical-align:super'>th</span> <b style='color:red'>4</b>",
                 "house of cards. by 5th 4"},
        HtmlCase{"footnotes_below_the_line",
                 "<p>house<sub>1</sub> of cards.<sub>2</sub> by<sub><a href='#3'>3</a></sub>",
                 "house of cards. by"},
        HtmlCase{"lowered_but_no_footnotes",
                 "<p>H<sub>2</sub>O SO<sub>2</sub> HCO<sub>3</sub> NaCl<sub>2</sub> x<sub>i</sub> "
                 "log<sub>2</sub> beta<sub>1</sub> 10<sub>2</sub> word<sub>max</sub>",
                 "H2O SO2 HCO3 NaCl2 xi log2 beta1 102 wordmax"},
        HtmlCase{"footnotes_with_link",
                 "<p>in 1999<sup><a href='#f1'>1</a></sup>, x<sup id=r><a href='#f2'>[2]</a></sup>",
                 "in 1999, x"},
        HtmlCase{"raised_but_no_footnotes",
                 "<p>2<sup>nd</sup> 5 m<sup>2</sup> km<sup>2</sup> 10<sup>6</sup> x<sup>n</sup> "
                 "mc<sup>2</sup> M<sup>me</sup> s<sup>-1</sup> \u00B5m<sup>2</sup> "
                 "<sup>14</sup>C Ca<sup>2+</sup>",
                 "2nd 5 m2 km2 106 xn mc2 Mme s-1 \u00B5m2 14C Ca2+"},
        HtmlCase{"powers_of_variables_and_functions",
                 "<p>\u03C0r<sup>2</sup>, sin<sup>2</sup> and \u2102<sup><i>n</i></sup>, "
                 "caf\u00E9<sup>1</sup>",
                 "\u03C0r2, sin2 and \u2102n, caf\u00E9"},
        HtmlCase{"raised_words", "<p>the <sup>ferry</sup> left<sup>again</sup>",
                 "the ferry leftagain"},
        HtmlCase{"hidden_from_screen_readers",
                 "<p>One <span aria-hidden=true>two three</span> <i class=icon "
                 "aria-hidden=true>arrow_forward</i><a aria-hidden=true href='#x'>#</a>",
                 "One two three"},
        HtmlCase{"heading_without_text", "<p>One<h2>Related</h2>", "One"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(HtmlReader, LeavesOutMenusMarginsAndComments) {
  std::string page = "<html><body><header><a href=/>Home</a></header><nav><ul><li><a href=/n>News";
  page += "</a></ul></nav><main><article><h1>Ferry</h1><p>" + std::string(kParagraph) + "</p>";
  page += "<p>" + std::string(kParagraph) +
          "</p></article></main><aside><p>Also read this long "
          "line about things that have nothing to do with ferries at all.</p></aside>";
  page +=
      "<div id='comments'><p>I never liked that ferry and I will say so wherever people "
      "let me write.</p></div><footer>All rights reserved</footer></body></html>";
  EXPECT_EQ(text_of(page),
            "Ferry\n\n" + std::string(kParagraph) + "\n\n" + std::string(kParagraph));
}

TEST(HtmlReader, FindsTheArticleOnAPageThatNamesNothing) {
  std::string page = "<body><div><div><a href=/a>World</a> <a href=/b>Weather</a></div><div>";
  page += repeat("<p>" + std::string(kParagraph) + "</p>", 4);
  page +=
      "</div><div><a href=/c>About us and all that we do for the people of the island</a>"
      "</div></div>";
  const std::string text = text_of(page);
  EXPECT_EQ(text.find(kParagraph), 0U);
  EXPECT_THAT(text, Not(HasSubstr("Weather")));
  EXPECT_THAT(text, Not(HasSubstr("About us")));
}

TEST(HtmlReader, KeepsABodyThatIsNamedAfterItsSidebar) {
  EXPECT_EQ(text_of("<body class='has-sidebar'><p>" + std::string(kParagraph) + "</p></body>"),
            kParagraph);
}

TEST(HtmlReader, KeepsLinksInsideProse) {
  EXPECT_EQ(text_of("<p>The <a href=x>ferry</a> left the <a href=y>island</a> late again."),
            "The ferry left the island late again.");
}

TEST(HtmlReader, ShowsAPageOfLinksRatherThanNothing) {
  EXPECT_EQ(text_of("<ul><li><a href=x>One</a><li><a href=y>Two</a></ul>"), "- One\n\n- Two");
}

TEST(HtmlReader, ReadsTitleAddressAndDate) {
  const auto document = read_document(
      "<!doctype html><head><title>Ferry | Island News</title><meta property='og:title' "
      "content='Ferry leaves &amp; returns'><link rel=canonical href='https://island.example/1'>"
      "<meta property='article:published_time' content='2024-05-06'></head><p>Text");
  ASSERT_TRUE(document);
  EXPECT_EQ(document->kind, DocumentKind::kHtml);
  EXPECT_EQ(document->title, "Ferry leaves & returns");
  EXPECT_EQ(document->url, "https://island.example/1");
  EXPECT_EQ(document->date, "2024-05-06");
}

TEST(HtmlReader, TakesAnAddressWithoutASchemeForHttps) {
  const std::string page = "<!doctype html><link rel=canonical href='//island.example/1'><p>Text";
  const auto document = read_document(page);
  ASSERT_TRUE(document);
  EXPECT_EQ(document->url, "https://island.example/1");
  EXPECT_EQ(document->canonical_url, "https://island.example/1");
  // Where it was found decides, if that is known.
  RawRecord record;
  record.bytes = page;
  record.url = "http://a.example/x";
  const auto found = read_document(record);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->url, "http://a.example/x");
  EXPECT_EQ(found->canonical_url, "http://island.example/1");
}

TEST(HtmlReader, TakesTheDateOfTheFirstTimeElement) {
  const auto document = read_document(
      "<html><p>On <time datetime='2023-01-02'>Monday</time>, <time "
      "datetime='1999-01-01'>long ago</time>");
  ASSERT_TRUE(document);
  EXPECT_EQ(document->date, "2023-01-02");
}

TEST(HtmlReader, SaysWhenAPageHasNoText) {
  const auto document = read_document("<html><script>render()</script></html>");
  ASSERT_FALSE(document);
  EXPECT_EQ(document.error().code, ErrorCode::kBadInput);
  EXPECT_THAT(document.error().message, HasSubstr("without text"));
}

struct Bomb {
  std::string_view name;
  std::string_view before;
  std::string_view piece;
  int times;
};

class HtmlBomb : public ::testing::TestWithParam<Bomb> {};

// Each of these takes a parser without limits minutes to hours, or all memory. What is flattened or
// dropped leaves the text behind it readable.
TEST_P(HtmlBomb, IsReadAllTheSame) {
  const std::string page = std::string(GetParam().before) +
                           repeat(GetParam().piece, GetParam().times) + "><p>Behind it.";
  const auto document = read_document(page, {.name = "bomb.html", .content_type = {}});
  ASSERT_TRUE(document) << document.error().message;
  EXPECT_THAT(document->text, HasSubstr("Behind it."));
}

INSTANTIATE_TEST_SUITE_P(
    Bombs, HtmlBomb,
    ::testing::Values(Bomb{"nested_blocks", "", "<div>", 1000000},
                      Bomb{"nested_tables", "", "<table><tr><td>", 100000},
                      Bomb{"stray_ends", "", "<i></p>", 300000},
                      Bomb{"adoption", "", "<b><div>", 300000},
                      Bomb{"open_formats", "", "<p><font a>x</p><p><font b>x</p><p><font c>",
                           300000},
                      Bomb{"attributes", "<p", " a1 a2 a3 b4 b5 b6 c7 c8 c9", 100000},
                      Bomb{"attributes_without_spaces", "<p a=''", "b=''", 100000},
                      Bomb{"attributes_in_pieces", "<p", " a / b =c / 'd", 100000},
                      Bomb{"unknown_elements", "", "<x-a><x-b1><x-c22><x-d333>", 100000}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(HtmlReader, FlattensWhatNestsTooDeep) {
  const auto at = read_document(repeat("<div>", kMaxPageDepth - 10) + "deep");
  ASSERT_TRUE(at);
  EXPECT_EQ(at->text, "deep");
  EXPECT_EQ(at->omissions.flattened, 0U);

  for (const int depth : {600, 2000, 200000}) {
    const auto beyond = read_document(repeat("<div>a ", depth) + "<p>deep</p><p>down</p>" +
                                      repeat("</div>", depth) + "<p>and up</p>");
    ASSERT_TRUE(beyond) << depth << beyond.error().message;
    // So many tags are read as lines.
    EXPECT_TRUE(
        beyond->text.ends_with(depth < 10000 ? "\n\ndeep\n\ndown\n\nand up" : "\ndeep\ndown"))
        << depth;
    EXPECT_GE(beyond->omissions.flattened, static_cast<std::uint32_t>(depth - kMaxPageDepth));
    EXPECT_LE(beyond->omissions.flattened, static_cast<std::uint32_t>(depth));
  }
}

TEST(HtmlReader, FlattensElementsOfEveryKind) {
  const auto nested = [](std::string_view piece) {
    return read_document("<div>" + repeat(piece, 1500) + "</svg></select><p>Behind it.</p>",
                         {.name = "deep.html", .content_type = {}});
  };
  for (const std::string_view piece : {"<b>", "<font>", "<a><div>", "<table><tr><td>", "<ul><li>",
                                       "<x-y>", "<section><h2>", "<form><div>"}) {
    const auto document = nested(piece);
    ASSERT_TRUE(document) << piece << document.error().message;
    EXPECT_THAT(document->text, HasSubstr("Behind it.")) << piece;
    EXPECT_GT(document->omissions.flattened, 100U) << piece;
  }
  // What stands in these is no prose, or is never closed.
  for (const std::string_view piece : {"<svg><g>", "<select><option>", "<button><b>", "<template>",
                                       "<object>", "<marquee>", "<math><mi>", "<frameset>"}) {
    const auto document = nested(piece);
    EXPECT_TRUE(document || document.error().code == ErrorCode::kBadInput) << piece;
  }
}

TEST(HtmlReader, DropsAttributesBeyondTheLimit) {
  for (const std::string_view attribute :
       {" a%=1", " a%", " a%='<p>x>'", " a%=\"y\"/", "\na% = 1 "}) {
    std::string page = "<body><p class=x";
    for (int i = 0; i < 1000; ++i) {
      std::string one(attribute);
      one.replace(one.find('%'), 1, std::to_string(i));
      page += one;
    }
    const auto document = read_document(page + ">The ferry left.</p><p id=y>It came back.");
    ASSERT_TRUE(document) << document.error().message;
    EXPECT_EQ(document->text, "The ferry left.\n\nIt came back.") << attribute;
    EXPECT_EQ(document->omissions.attributes, 1001U - 256U) << attribute;
  }
  const auto ordinary = read_document("<body><p class=x id=y>The ferry left.");
  ASSERT_TRUE(ordinary);
  EXPECT_EQ(ordinary->omissions.attributes, 0U);
}

TEST(HtmlReader, ReadsTheFirstAttributesOfATagThatHasTooMany) {
  std::string page = "<body><p>Shown.</p><p hidden";
  for (int i = 0; i < 300; ++i) page += " a" + std::to_string(i);
  EXPECT_EQ(text_of(page + ">Not shown.</p>"), "Shown.");
}

TEST(HtmlReader, TakesManyChildren) {
  const std::string text = text_of("<p>" + repeat("a<br>b<p>", 1000));
  EXPECT_EQ(text.substr(0, 8), "a\nb\n\na\nb");
  EXPECT_EQ(text.size(), 1000U * 5 - 2);
}

TEST(HtmlReader, RefusesAPageBeyondTheLimitAndNamesIt) {
  const auto document = read_document("<html>" + std::string(kMaxPageBytes, 'x'));
  ASSERT_FALSE(document);
  EXPECT_EQ(document.error().code, ErrorCode::kTooLarge);
  EXPECT_THAT(document.error().message, HasSubstr(std::to_string(kMaxPageBytes)));
}

}  // namespace
}  // namespace despin
