// Feeds and dumps of MediaWiki: a document for each entry or article.
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "lib/read/record_documents.h"
#include "tests/support/read_all.h"

namespace despin {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::vector<Document> documents_of(const std::string& bytes, const std::string& name = "-") {
  std::vector<Document> documents;
  for (const Said& said : read_all(bytes, name)) {
    EXPECT_FALSE(said.corrupt) << said.message;
    auto document = read_document(said.record);
    EXPECT_TRUE(document) << document.error().message;
    documents.push_back(document ? *std::move(document) : Document());
  }
  return documents;
}

constexpr const char* kRss = R"(<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>The channel</title><description>About it</description>
<!-- <item>none</item> -->
<item><title>First &amp; best</title><link>https://a.example/1</link><guid>a1</guid>
<pubDate>Tue, 05 Jan 2021 10:00:00 GMT</pubDate><dc:creator>A. Writer</dc:creator>
<description>&lt;p&gt;The town &amp;amp; the council.&lt;/p&gt;&lt;p&gt;A second part.&lt;/p&gt;</description></item>
<item><title>Second</title><link>https://a.example/2</link><description>short</description>
<content:encoded><![CDATA[<p>The whole <b>story</b> of the road.</p></item>]]></content:encoded></item>
</channel></rss>)";

TEST(Feed, GivesADocumentForEachItem) {
  const auto documents = documents_of(kRss);
  ASSERT_EQ(documents.size(), 2U);
  EXPECT_EQ(documents[0].title, "First & best");
  EXPECT_EQ(documents[0].id, "a1");
  EXPECT_EQ(documents[0].url, "https://a.example/1");
  EXPECT_EQ(documents[0].author, "A. Writer");
  EXPECT_EQ(documents[0].date, "Tue, 05 Jan 2021 10:00:00 GMT");
  EXPECT_EQ(documents[0].text, "The town & the council.\n\nA second part.");
  EXPECT_THAT(documents[1].text, StartsWith("The whole story of the road."));
  EXPECT_EQ(documents[1].id, "https://a.example/2");
}

TEST(Feed, ReadsAtomWithEveryTypeOfText) {
  const auto documents = documents_of(
      "<feed xmlns='http://www.w3.org/2005/Atom'><title>F</title>"
      "<entry><id>urn:1</id><title>One</title><link rel='self' href='https://a.example/feed'/>"
      "<link href='https://a.example/1'/><updated>2021-01-06</updated>"
      "<published>2021-01-05</published><author><name>B. Writer</name><email>b@a.example</email>"
      "</author><summary>short</summary><content type='xhtml'><div><p>The road &lt; the bridge."
      "</p><p>Two&nbsp;parts.</p></div></content></entry>"
      "<entry><id>urn:2</id><summary>A text with &lt;b&gt; in it.</summary></entry>"
      "<entry><id>urn:3</id><content type='html'>&lt;p&gt;Some prose.</content></entry></feed>");
  ASSERT_EQ(documents.size(), 3U);
  EXPECT_EQ(documents[0].url, "https://a.example/1");
  EXPECT_EQ(documents[0].date, "2021-01-05");
  EXPECT_EQ(documents[0].author, "B. Writer");
  EXPECT_EQ(documents[0].text, "The road < the bridge.\n\nTwo parts.");
  EXPECT_EQ(documents[1].text, "A text with <b> in it.");
  EXPECT_EQ(documents[2].text, "Some prose.");
}

TEST(Feed, ReadsItsCharsetAndOddEntries) {
  const auto documents = documents_of(
      "<?xml version='1.0' encoding='iso-8859-1'?><rss><channel><item><description>A caf\xE9 in "
      "town</description></item></channel></rss>",
      "a.xml");
  ASSERT_EQ(documents.size(), 1U);
  EXPECT_EQ(documents[0].text, "A caf\u00E9 in town");
  EXPECT_EQ(documents[0].encoding, "windows-1252");
  const auto all = read_all("<rss><item/><item><title>x</title></item><item>cut", "a.rss");
  ASSERT_EQ(all.size(), 3U);
  for (int i : {0, 1}) {
    const auto document = read_document(all[static_cast<std::size_t>(i)].record);
    ASSERT_FALSE(document);
    EXPECT_THAT(document.error().message, HasSubstr("an entry without text"));
  }
  EXPECT_EQ(all[2].code, ErrorCode::kTruncated);
}

TEST(Feed, ExpandsNoEntitiesOfItsOwn) {
  const auto documents = documents_of(
      "<!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b SYSTEM 'file:///etc/hostname'>]>"
      "<rss><item><description>x &a;&b; the &eacute; y</description></item></rss>");
  ASSERT_EQ(documents.size(), 1U);
  EXPECT_THAT(documents[0].text, Not(HasSubstr("aaaa")));
  EXPECT_THAT(documents[0].text, HasSubstr("\u00E9 y"));
}

TEST(Feed, GoesOnAtEveryPlace) {
  for (const bool seekable : {true, false}) {
    const auto all = read_all(kRss, "a.rss", {}, seekable);
    ASSERT_EQ(all.size(), 2U);
    for (std::size_t i = 0; i < all.size(); ++i) {
      auto reader = read::RecordReader::open(read::memory_source(kRss, seekable), "a.rss", {});
      ASSERT_TRUE(reader);
      ASSERT_TRUE((*reader)->resume_at(all[i].record.place));
      const std::vector<Said> rest(all.begin() + static_cast<std::ptrdiff_t>(i), all.end());
      EXPECT_EQ(read_rest(**reader), rest) << i;
    }
  }
}

TEST(Wiki, GivesTheArticlesOfADump) {
  const std::string dump =
      "<mediawiki xmlns='http://www.mediawiki.org/xml/export-0.11/'><siteinfo/>"
      "<page><title>Harbour</title><ns>0</ns><id>7</id><revision><id>1</id>"
      "<timestamp>2020-01-01T00:00:00Z</timestamp><text>Old.</text></revision><revision><id>2</id>"
      "<timestamp>2021-01-05T00:00:00Z</timestamp><contributor><username>U</username>"
      "</contributor><model>wikitext</model><text xml:space='preserve'>The '''harbour''' is "
      "[[Port|busy]].&lt;ref&gt;Book&lt;/ref&gt;</text></revision></page>"
      "<page><title>Talk:Harbour</title><ns>1</ns><revision><text>x</text></revision></page>"
      "<page><title>Haven</title><ns>0</ns><redirect title='Harbour'/><revision><text>y</text>"
      "</revision></page></mediawiki>";
  const auto documents = documents_of(dump);
  ASSERT_EQ(documents.size(), 1U);
  EXPECT_EQ(documents[0].title, "Harbour");
  EXPECT_EQ(documents[0].id, "Harbour");
  EXPECT_EQ(documents[0].date, "2021-01-05T00:00:00Z");
  EXPECT_EQ(documents[0].text, "The harbour is busy.");
}

TEST(WikiText, KeepsTheProseOfTheMarkup) {
  const std::pair<const char*, const char*> cases[] = {
      {"A [[link]] and [[page|a ''label'']].", "A link and a label."},
      {"Before {{box|a={{b}}|c=[[d]]}} after", "Before  after"},
      {"{| class=x\n|-\n| cell\n|}\nText", "Text"},
      {"[[File:a.png|thumb|A [[caption]]]]Text[[Category:Towns]]", "Text"},
      {"== History ==\nIt began.\n* one\n# two", "History\n\nIt began.\none\ntwo"},
      {"See [https://a.example the site] or [https://b.example].", "See the site or ."},
      {"One<ref name=a>Book</ref> two<ref name=b/> <!-- no --> three<br>four",
       "One two  three\nfour"},
      {"__NOTOC__\nText &amp; more&nbsp;text", "Text & more\u00A0text"},
      {"Unclosed {{ stays [[ too", "Unclosed {{ stays [[ too"},
      {"a < b and <u>c</u>", "a < b and c"}};
  for (const auto& [markup, text] : cases) EXPECT_EQ(read::wiki_text(markup), text) << markup;
}

TEST(WikiText, EndsOnAnyMarkup) {
  for (const char* const piece :
       {"{{", "[[", "{|", "<ref>", "[http://", "<!--", "''", "\n=", "]]["}) {
    std::string markup;
    for (int i = 0; i < 20000; ++i) markup += piece;
    EXPECT_LE(read::wiki_text(markup).size(), 2 * markup.size()) << piece;
  }
}

}  // namespace
}  // namespace despin
