// The page of a report in a browser: it asks for nothing, is sorted and filtered, and can be
// used by keyboard, on a wide screen and on a phone. Skips where there is no Chromium.
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "lib/cli/report_page.h"
#include "tests/conformance/browser.h"
#include "tests/unit/made_scan.h"

namespace despin::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr int kWide = 1280;
constexpr int kPhone = 390;

class ReportInBrowser : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!browser_.started()) GTEST_SKIP() << browser_.why_not();
  }

  void open(const ScanFigures& figures, int width) {
    const std::string path = browser_.folder() + "/report.html";
    std::ofstream(path, std::ios::binary) << report_page(figures, {{"out.jsonl"}, 2});
    url_ = "file://" + path;
    browser_.open(url_, width, 900);
  }

  nlohmann::json evaluate(const std::string& expression) { return browser_.evaluate(expression); }
  std::size_t shown() {
    return evaluate(
               "[...document.querySelectorAll('table.documents tbody')].filter(b => "
               "b.getClientRects().length > 0).length")
        .get<std::size_t>();
  }
  // What sticks out of the window, so that the page would scroll sideways.
  std::string sticking_out(int width) {
    return evaluate(
        "(w => document.documentElement.scrollWidth <= w ? '' : 'the page, by ' + "
        "[...document.querySelectorAll('body *')].filter(e => "
        "e.getBoundingClientRect().right > w).map(e => e.tagName + '.' + "
        "e.className).slice(-5).join(' '))(" +
        std::to_string(width) + ")");
  }
  // Types into a field, as far as the page can tell.
  void set(const std::string& id, const std::string& value) {
    evaluate("(f => { f.value = '" + value +
             "'; f.dispatchEvent(new Event('input')); })(document.getElementById('" + id + "'))");
  }
  // The values of a column of data in the order shown, and whether they are in that order.
  bool sorted(const std::string& entries, const std::string& key, const std::string& order) {
    return evaluate("(l => l.length > 1 && l.every((x, i) => i === 0 || l[i - 1] " + order +
                    " x))([...document.querySelectorAll('" + entries +
                    "')].map(e => isNaN(e.dataset." + key + ") ? e.dataset." + key +
                    " : +e.dataset." + key + "))") == true;
  }
  void expect_nothing_asked_nor_complained() {
    EXPECT_THAT(browser_.complaints(), IsEmpty());
    EXPECT_THAT(browser_.requests(), ElementsAre(url_));
  }

  Browser browser_;
  std::string url_;
};

TEST_F(ReportInBrowser, ShowsTheFigures) {
  open(made_figures(), kWide);
  EXPECT_EQ(evaluate("document.querySelector('h1').textContent"), "20 of 40 documents are spun");
  EXPECT_EQ(shown(), 30U);
  EXPECT_EQ(evaluate("document.querySelectorAll('.chart svg rect').length > 10"), true);
  EXPECT_EQ(evaluate("[...document.querySelectorAll('.chart svg')].every(s => "
                     "s.getAttribute('aria-label') && s.parentNode.querySelector('table'))"),
            true);
  expect_nothing_asked_nor_complained();
}

TEST_F(ReportInBrowser, SortsByPointerAndKeyboard) {
  open(made_figures(), kWide);
  const std::string documents = "table.documents tbody";
  EXPECT_TRUE(sorted(documents, "score", ">="));
  evaluate("document.querySelector('.documents th[data-sort=name] button').click()");
  EXPECT_TRUE(sorted(documents, "name", "<="));
  EXPECT_FALSE(sorted(documents, "score", ">="));
  evaluate("document.querySelector('.documents th[data-sort=score] button').focus()");
  browser_.press("Enter");
  EXPECT_TRUE(sorted(documents, "score", ">="));
  EXPECT_EQ(evaluate("[...document.querySelectorAll('.documents th[aria-sort]')].map(h => "
                     "h.dataset.sort + ' ' + h.getAttribute('aria-sort'))"),
            nlohmann::json({"score descending"}));
  browser_.press("Enter");  // the other way round
  EXPECT_TRUE(sorted(documents, "score", "<="));
  // A document keeps its phrases.
  EXPECT_EQ(evaluate("[...document.querySelectorAll('.documents tbody[data-verdict=spun]')].every("
                     "b => b.rows.length === 2)"),
            true);
  evaluate("document.querySelector('.sites th[data-sort=share] button').click()");
  EXPECT_TRUE(sorted("table.sites tbody tr", "share", ">="));
  expect_nothing_asked_nor_complained();
}

TEST_F(ReportInBrowser, FiltersDocuments) {
  open(made_figures(), kWide);
  set("filter_verdict", "spun");
  EXPECT_EQ(shown(), 20U);
  set("filter_site", "harbour.example");
  EXPECT_EQ(shown(), 10U);
  set("filter_score", "8");
  EXPECT_EQ(shown(), 5U);
  set("filter_text", "STORY 36");
  EXPECT_EQ(shown(), 1U);
  EXPECT_EQ(evaluate("document.getElementById('shown').textContent"), "1 of 30 documents");
  set("filter_text", "nowhere");
  EXPECT_EQ(shown(), 0U);
  evaluate("document.getElementById('filter_reset').click()");
  EXPECT_EQ(shown(), 30U);
  evaluate("document.querySelector('.sites tr[data-site=\"b.example\"] th button').click()");
  EXPECT_EQ(shown(), 10U);
  expect_nothing_asked_nor_complained();
}

TEST_F(ReportInBrowser, IsUsedByKeyboard) {
  open(made_figures(), kWide);
  browser_.press("Tab");
  EXPECT_EQ(evaluate("document.activeElement.hash"), "#documents");
  browser_.press("/");
  EXPECT_EQ(evaluate("document.activeElement.id"), "filter_text");
  browser_.press("n");  // types
  EXPECT_EQ(evaluate("document.activeElement.value"), "n");
  browser_.press("Escape");
  EXPECT_EQ(evaluate("document.activeElement.value"), "");
  evaluate("document.activeElement.blur()");
  const std::string name = "document.activeElement.closest('tbody').dataset.name";
  browser_.press("n");
  EXPECT_EQ(evaluate(name), "Story 38");
  browser_.press("n");
  EXPECT_EQ(evaluate(name), "Story 36");
  browser_.press("p");
  EXPECT_EQ(evaluate(name), "Story 38");
  browser_.press("Enter");
  EXPECT_EQ(evaluate("document.activeElement.parentNode.open"), true);
  EXPECT_EQ(evaluate("document.activeElement.parentNode.querySelectorAll('ruby').length"), 2);
  evaluate("document.getElementById('open_all').click()");
  EXPECT_EQ(evaluate("document.querySelectorAll('.documents details:not([open])').length"), 0);
  expect_nothing_asked_nor_complained();
}

TEST_F(ReportInBrowser, FitsAPhoneAndATablet) {
  for (const int width : {720, kPhone}) {
    open(made_figures(), width);
    evaluate("document.getElementById('open_all').click()");
    EXPECT_EQ(sticking_out(width), "");
  }
  set("filter_verdict", "spun");
  EXPECT_EQ(shown(), 20U);
  EXPECT_THAT(browser_.complaints(), IsEmpty());
}

TEST_F(ReportInBrowser, RunsNothingOfTheRecords) {
  const std::string hostile =
      "</td></script><script>window.hit = 1</script><img src=x onerror='window.hit = 2'>"
      "<style>body { display: none }</style>\"'&amp;\x01";
  FigureCounter counter({.documents = 9, .lists = 9});
  ScanJson json = made_document("spun", 3, "http://a\"><script>window.hit = 3</script>", hostile);
  for (const char* key : {"input", "id", "date", "language"}) json[key] = hostile;
  json["findings"].push_back(made_finding(400, hostile, hostile, hostile, hostile));
  json["sources"] = {{{"id", hostile}, {"url", "javascript:window.hit=4"}, {"title", hostile}}};
  add_line(counter, json);
  add_line(counter, made_error(hostile, hostile, hostile + std::string(400, 'x')));
  for (const int width : {kWide, kPhone}) {
    open(counter.figures(), width);
    EXPECT_EQ(evaluate("typeof window.hit"), "undefined");
    EXPECT_EQ(evaluate("getComputedStyle(document.body).display"), "block");
    EXPECT_EQ(evaluate("document.querySelectorAll('img, iframe, main script, main style, "
                       "a[href^=javascript]').length"),
              0);
    evaluate("document.getElementById('open_all').click()");
    EXPECT_EQ(sticking_out(width), "");
  }
  EXPECT_THAT(browser_.complaints(), IsEmpty());
}

}  // namespace
}  // namespace despin::cli
