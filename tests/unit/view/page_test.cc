// Templates filled with data: what is shown, what is escaped, what is left out.
#include "lib/view/page.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

namespace despin::view {
namespace {

std::string filled(std::string_view html, PageData data) {
  return page_html({html, "p { }", "S", "run()", "R"}, std::move(data));
}

PageData named(std::string_view name) {
  PageData out;
  out.set("name", name);
  return out;
}

TEST(Page, EscapesTextsAndLooksAtThemOnce) {
  EXPECT_EQ(filled("<p title=\"{{name}}\">{{name}}</p>", named("<b>&\"'")),
            "<p title=\"&lt;b&gt;&amp;&quot;&#39;\">&lt;b&gt;&amp;&quot;&#39;</p>");
  EXPECT_EQ(filled("{{name}}", named("{{version}} {{{style}}} {{#name}}")),
            "{{version}} {{{style}}} {{#name}}");
}

TEST(Page, ReplacesControlsAndTurnsOfDirection) {
  EXPECT_EQ(filled("{{name}}", named("a\x01\x1b[2J\xE2\x80\xAE\xFF z")),
            "a\uFFFD\uFFFD[2J\uFFFD\uFFFD z");
  EXPECT_EQ(filled("{{name}}", named("caf\u00e9\nau lait")), "caf\u00e9 au lait");
}

TEST(Page, HoldsItsOwnStyleAndScriptAsTheyAre) {
  EXPECT_EQ(filled("{{{style}}}|{{style_hash}}|{{{script}}}|{{script_hash}}", PageData()),
            "p { }|S|run()|R");
}

TEST(Page, ShowsSectionsOfWhatIsSet) {
  const std::string_view html = "{{#name}}[{{.}}]{{/name}}{{^name}}none{{/name}}";
  EXPECT_EQ(filled(html, named("a")), "[a]");
  EXPECT_EQ(filled(html, named("")), "none");
  EXPECT_EQ(filled(html, PageData()), "none");
  EXPECT_EQ(filled("{{#is}}yes{{/is}}{{^is}}no{{/is}}", std::move(PageData().set("is", true))),
            "yes");
  EXPECT_EQ(filled("{{#is}}yes{{/is}}{{^is}}no{{/is}}", std::move(PageData().set("is", false))),
            "no");
  EXPECT_EQ(filled("{{#of}}{{name}}{{/of}}", std::move(PageData().set("of", named("a")))), "a");
}

TEST(Page, ShowsListsInTheirOrder) {
  std::vector<PageData> list;
  for (const char* name : {"a", "<", ""}) list.push_back(named(name));
  PageData data;
  data.set("name", "outer").set("list", std::move(list));
  // An empty name of an item hides that around it.
  EXPECT_EQ(filled("{{#list}}({{name}}){{/list}}", std::move(data)), "(a)(&lt;)()");
  EXPECT_EQ(filled("{{#list}}x{{/list}}{{^list}}none{{/list}}",
                   std::move(PageData().set("list", std::vector<PageData>()))),
            "none");
}

TEST(Page, AsksForRowsAsItShowsThem) {
  std::size_t asked = 0;
  PageData data;
  data.set("name", "outer").set_rows("rows", [&](const PageData::AddRow& add) {
    ++asked;
    for (const char* name : {"a", "{{version}}", "&"}) add(named(name));
    add(PageData());
  });
  EXPECT_EQ(asked, 0U);
  EXPECT_EQ(filled("<ul>\n{{#rows}}<li>{{name}}</li>\n{{/rows}}</ul>", std::move(data)),
            "<ul>\n<li>a</li>\n<li>{{version}}</li>\n<li>&amp;</li>\n<li></li>\n</ul>");
  EXPECT_EQ(asked, 1U);
}

TEST(Page, LinksWebAddressesOnly) {
  const auto href = [](std::string_view url) {
    return filled("{{#href}}{{href}}{{/href}}{{^href}}no{{/href}}", link_data(url, "x"));
  };
  EXPECT_EQ(href("https://a.example/?a&b"), "https://a.example/?a&amp;b");
  EXPECT_EQ(href("http://a.example"), "http://a.example");
  for (const std::string_view url :
       {"", "javascript:alert(1)", "HTTPS://a.example", "ftp://a.example", "data:text/html,x",
        "https://a b", "https://a\\b", "//a.example", "https://a\x7f"}) {
    EXPECT_EQ(href(url), "no") << url;
  }
}

}  // namespace
}  // namespace despin::view
