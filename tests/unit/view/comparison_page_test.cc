// The page of a comparison: whole, of its own, and safe whatever the texts hold.
#include "lib/view/comparison_page.h"

#include <algorithm>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "lib/view/comparison_marks.h"
#include "tests/support/count_of.h"
#include "tests/support/made_comparison.h"

namespace despin::view {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string page_of(const Made& made, std::string_view title = {}, std::string_view url = {}) {
  return comparison_page(made.comparison, {"a.txt", {}, {}, {}, made.original},
                         {"b.txt", title, url, "2024-11-06", made.suspect});
}

Made small() {
  return Made({{Edit::kKept, "The", "The"},
               {Edit::kSwapped, "storm", "typhoon", true},
               {Edit::kKept, "came", "came"},
               {Edit::kInflected, "quickly.", "quick."},
               {Edit::kDropped, "\n\nGone.", ""},
               {Edit::kAdded, "", "\n\nNew."},
               {Edit::kMoved, "\n\nEnd.", "\n\nEnd."}});
}

TEST(ComparisonPage, MarksEveryFateAndLinksSwaps) {
  const std::string page = page_of(small());
  EXPECT_THAT(page, HasSubstr("<a class=\"w\" id=\"o0\" href=\"#s0\" "
                              "aria-label=\"storm (suspect: typhoon)\">storm</a>"));
  EXPECT_THAT(page, HasSubstr("<a class=\"w\" id=\"s0\" href=\"#o0\" "
                              "aria-label=\"typhoon (original: storm)\">typhoon</a>"));
  EXPECT_THAT(page, HasSubstr("<a class=\"i\" id=\"s1\""));
  EXPECT_THAT(page, HasSubstr("<span class=\"k\">came</span>"));
  EXPECT_THAT(page, HasSubstr("<del class=\"d\">Gone.</del>"));
  EXPECT_THAT(page, HasSubstr("<ins class=\"a\">New.</ins>"));
  EXPECT_THAT(page, HasSubstr("<span class=\"m\">End.</span>"));
}

TEST(ComparisonPage, HasNoGapLeftAndEveryIdOnce) {
  const std::string page = page_of(small());
  EXPECT_THAT(page, Not(HasSubstr("{{")));
  EXPECT_TRUE(page.ends_with("</html>\n"));
  std::set<std::string> ids;
  const std::regex pattern(" id=\"([^\"]*)\"");
  for (std::sregex_iterator it(page.begin(), page.end(), pattern), end; it != end; ++it) {
    EXPECT_TRUE(ids.insert((*it)[1]).second) << (*it)[1];
  }
  const std::regex links("<a [^>]*href=\"#([^\"]*)\"");
  std::size_t followed = 0;
  for (std::sregex_iterator it(page.begin(), page.end(), links), end; it != end; ++it) {
    EXPECT_TRUE(ids.contains((*it)[1])) << (*it)[1];
    ++followed;
  }
  EXPECT_GE(followed, 6U);
}

TEST(ComparisonPage, LinksPassagesThatWereMoved) {
  Made made = small();
  made.comparison.passages.push_back(
      {Made::span_of(made.original, "End."), Made::span_of(made.suspect, "End."), 9, true});
  const std::string page = page_of(made);
  EXPECT_THAT(page, HasSubstr("id=\"mo1\" href=\"#ms1\""));
  EXPECT_THAT(page, HasSubstr("id=\"ms1\" href=\"#mo1\""));
  EXPECT_THAT(page, HasSubstr("of them 1 out of order"));
}

TEST(ComparisonPage, LoadsNothingAndForbidsIt) {
  const std::string page = page_of(small());
  const std::regex policy(
      "content=\"default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; "
      "script-src 'sha256-[A-Za-z0-9+/]{43}='; base-uri 'none'; form-action 'none'\"");
  EXPECT_TRUE(std::regex_search(page, policy));
  // What a policy cannot stop is not there to be stopped.
  for (const std::string_view part :
       {" src=", "<link", "<iframe", "<img", "url(", "@import", "fetch(", " style=", " onclick="}) {
    EXPECT_EQ(count_of(page, part), 0U) << part;
  }
}

TEST(ComparisonPage, EscapesWhateverTheTextsHold) {
  const std::string hostile = "</script><script>alert(1)</script>&lt;\"' onclick=x";
  const Made made({{Edit::kSwapped, hostile, "<b>\x01\x1b[2J\"quoted\"</b>"},
                   {Edit::kAdded, "", "{{rows}} \xE2\x80\xAE txt"}});
  const std::string page = page_of(made, "</title><script>2</script>", "javascript:alert(3)");
  EXPECT_EQ(count_of(page, "<script>"), 1U);
  EXPECT_EQ(count_of(page, "</script>"), 1U);
  EXPECT_THAT(page, Not(HasSubstr("<b>\x01")));
  EXPECT_THAT(page, HasSubstr("&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;lt;"
                              "&quot;&#39; onclick=x"));
  EXPECT_EQ(page.find_first_of(std::string_view("\x01\x1b\x00", 3)), page.npos);
  EXPECT_THAT(page, Not(HasSubstr("\xE2\x80\xAE")));
  EXPECT_THAT(page, Not(HasSubstr("href=\"javascript")));
  EXPECT_THAT(page, HasSubstr("{{rows}}"));  // of the text, left alone
}

TEST(ComparisonPage, LinksWebAddressesOnly) {
  EXPECT_THAT(page_of(small(), "T", "https://a.example/?a=1&b=\"2\""),
              HasSubstr("<a href=\"https://a.example/?a=1&amp;b=&quot;2&quot;\" "
                        "rel=\"noopener noreferrer nofollow\">"));
  EXPECT_THAT(page_of(small(), "T", "ftp://a.example"), Not(HasSubstr("<a href=\"ftp")));
}

TEST(ComparisonPage, ListsSwapsWithTheirPlaces) {
  const Made made({{Edit::kSwapped, "sea", "ocean"},
                   {Edit::kSwapped, "storm", "typhoon", true},
                   {Edit::kSwapped, "Storm", "Typhoon"}});
  const std::string page = page_of(made);
  EXPECT_THAT(page,
              HasSubstr("<tr data-count=\"2\" data-place=\"1\"><td class=\"words\">storm</td>"
                        "<td class=\"words\">typhoon</td><td class=\"count\">2</td>"
                        "<td class=\"kind\">listed</td><td class=\"places\"><a href=\"#s1\">2</a> "
                        "<a href=\"#s2\">3</a> </td></tr>"));
  EXPECT_LT(page.find("data-count=\"2\""), page.find("data-count=\"1\""));
}

TEST(ComparisonPage, IsWholeWithoutAnythingInCommon) {
  Made made({{Edit::kDropped, "It rained.", ""}, {Edit::kAdded, "", "It snowed."}});
  made.comparison.relation = Relation::kUnrelated;
  made.comparison.passages.clear();
  made.comparison.copied = made.comparison.swapped = made.comparison.evidence_nats = 0;
  const std::string page = page_of(made);
  EXPECT_THAT(page, HasSubstr("<h1 class=\"unrelated\">Not a copy</h1>"));
  EXPECT_THAT(page, HasSubstr("No words were swapped."));
  EXPECT_THAT(comparison_page({}, {}, {}), HasSubstr("</html>"));
}

}  // namespace
}  // namespace despin::view
