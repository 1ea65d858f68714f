// tests/unit/read/html_outline_test.cc - pages that the parser's tree would make too large.
#include "lib/read/html_outline.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "despin/reader.h"
#include "gtest/gtest.h"
#include "lib/read/html_tree.h"
#include "lib/read/page_text.h"

namespace despin::read {
namespace {

constexpr std::string_view kOutlined =
    "<!doctype html><html lang=en><head><title>A &lt; b</title><meta charset=utf-8>"
    "<style>p > b {}</style></head><body class=x><nav><a href=/>Home</a></nav><article>"
    "<h1>A harbour</h1><p>The first paragraph, which is long enough to be read as prose, I hope."
    "<p>The <b>second one</b>, which is no shorter than the first, and <i>ends</i> here.<br>So."
    "<script>if (a < b) document.write('<p>no')</script><!-- <p>no -->"
    "<ul><li>One item of a list<li>another item of it</ul>"
    "<table><tr><td>a<td>1<tr><td>b<td>2</table><div hidden>nothing</div>"
    "<p>The last paragraph, a little longer than one line of text is, that is all.</article>"
    "</body></html>";

std::string text_in(const HtmlTree& tree, std::string_view page) {
  return page_text(tree, page, {}).content.text;
}

std::string outlined(std::string_view page) {
  HtmlTree tree;
  outline_page(page, tree);
  EXPECT_GE(tree.flattened, 1U);
  return text_in(tree, page);
}

std::string repeated(std::string_view unit, std::size_t times) {
  std::string out;
  for (; times > 0; --times) out += unit;
  return out;
}

TEST(HtmlOutline, ReadsWhatPeopleWriteAsTheParserDoes) {
  const std::string page(kOutlined);
  const auto parsed = parse_html(page);
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->flattened, 0U);
  EXPECT_EQ(outlined(page), text_in(*parsed, page));
}

TEST(HtmlOutline, KeepsNodesInOrderWithinTheirParents) {
  for (const std::string& page :
       {std::string(kOutlined), repeated("<div>", 3000), repeated("<tr><td>a", 3000),
        repeated("</p></div>", 99), repeated("<p a='", 9), std::string("<"), std::string("<!--")}) {
    HtmlTree tree;
    outline_page(page, tree);
    ASSERT_FALSE(tree.nodes.empty());
    EXPECT_EQ(tree.nodes[0].end, tree.nodes.size());
    for (std::uint32_t i = 0; i < tree.nodes.size(); ++i) {
      const HtmlNode& node = tree.nodes[i];
      ASSERT_GT(node.end, i);
      ASSERT_LE(node.end, tree.nodes.size());
      ASSERT_LE(node.begin_byte, node.end_byte);
      ASSERT_LE(node.end_byte, page.size());
    }
  }
}

TEST(HtmlOutline, BreaksLinesWhereATagWasLeftOut) {
  const std::string page = repeated("<p>a", 20'000);
  const std::string text = outlined(page);
  EXPECT_EQ(text.find("aa"), std::string::npos);
  EXPECT_EQ(std::count(text.begin(), text.end(), 'a'), 20'000);
  HtmlTree tree;
  outline_page(page, tree);
  EXPECT_GT(tree.flattened, 15'000U);
  EXPECT_LT(tree.nodes.size(), 20'000U * 3);
  EXPECT_EQ(outlined(repeated("<b>a", 20'000)).find("a a"), std::string::npos);
}

TEST(HtmlOutline, HidesWhatIsHiddenInTagsThatWereLeftOut) {
  const std::string page = repeated("<p>a", 20'000) +
                           "<script>no</script><template>no</template><p hidden>no</p>"
                           "<select><option>no</select><p>The end of it.";
  const std::string text = outlined(page);
  EXPECT_EQ(text.find("no"), std::string::npos);
  EXPECT_NE(text.find("The end of it."), std::string::npos);
}

// Attacks on the parser's memory and time are read, and it is said.
TEST(HtmlOutline, StandsInForTheParser) {
  const std::string words = "<p>These are the words of an article that is short, but is read.</p>";
  for (const std::string& flood :
       {repeated("<i>", 500'000), repeated("<p>a", 400'000), repeated("<tr><td>a", 200'000)}) {
    const auto document = read_document(words + flood, {.name = "a.html", .content_type = ""});
    ASSERT_TRUE(document) << document.error().message;
    EXPECT_NE(document->text.find("words of an article"), std::string::npos);
    EXPECT_GT(document->omissions.flattened, 1000U);
  }
}

}  // namespace
}  // namespace despin::read
