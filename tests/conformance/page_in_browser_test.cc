// The page of a comparison in a browser: it says what the JSON says, asks for nothing, and
// can be read by keyboard, on a wide screen and on a phone. Skips where there is no Chromium.
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>
#include <string>

#include "despin/aligner.h"
#include "despin/detector.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "lib/cli/comparison_page.h"
#include "tests/conformance/browser.h"
#include "tests/unit/made_comparison.h"

namespace despin::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr int kWide = 1280;
constexpr int kPhone = 390;

std::string file_text(const std::string& path) {
  std::ostringstream bytes;
  bytes << std::ifstream(path, std::ios::binary).rdbuf();
  return bytes.str();
}

class PageInBrowser : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!browser_.started()) GTEST_SKIP() << browser_.why_not();
  }

  void open(const std::string& page, int width) {
    const std::string path = browser_.folder() + "/page.html";
    std::ofstream(path, std::ios::binary) << page;
    url_ = "file://" + path;
    browser_.open(url_, width, 900);
  }

  // The page of the example, and what the JSON says of it.
  nlohmann::json open_example(int width) {
    const std::string pages = DESPIN_SOURCE_DIR "/examples/pages/";
    const std::string original = file_text(pages + "harbour_original.txt");
    const std::string suspect = file_text(pages + "harbour_spun.txt");
    const auto detector = Detector::open(DESPIN_SOURCE_DIR "/models/en.despin");
    if (!detector) {
      ADD_FAILURE() << detector.error().message;
      return {};
    }
    AlignWorkspace scratch;
    const auto comparison = Aligner(*detector).compare(original, suspect, scratch);
    if (!comparison) {
      ADD_FAILURE() << comparison.error().message;
      return {};
    }
    open(comparison_page(*comparison, {"a.txt", {}, {}, {}, original},
                         {"b.txt", {}, {}, {}, suspect}),
         width);
    return nlohmann::json::parse(to_json(*comparison, "a.txt", original, "b.txt", suspect));
  }

  std::size_t count(const std::string& selector) {
    return browser_.evaluate("document.querySelectorAll(\"" + selector + "\").length")
        .get<std::size_t>();
  }
  std::string focused() { return browser_.evaluate("document.activeElement.id"); }

  void expect_nothing_asked_nor_complained() {
    EXPECT_THAT(browser_.complaints(), IsEmpty());
    EXPECT_THAT(browser_.requests(), ElementsAre(url_));
  }

  Browser browser_;
  std::string url_;
};

TEST_F(PageInBrowser, ShowsWhatTheJsonHolds) {
  const auto json = open_example(kWide);
  ASSERT_EQ(json["verdict"], "spun");
  const std::size_t swaps = json["substitutions"].size();
  ASSERT_GT(swaps, 20U);
  EXPECT_EQ(count(".row a[id^='s']"), swaps);
  EXPECT_EQ(count(".row a[id^='o']"), swaps);
  EXPECT_EQ(count(".places a"), swaps);
  EXPECT_EQ(browser_.evaluate("document.querySelector('h1').className"), "spun");
  for (const std::size_t i : {std::size_t{0}, swaps / 2, swaps - 1}) {
    for (const auto& [side, prefix] : {std::pair{"original", "o"}, std::pair{"suspect", "s"}}) {
      EXPECT_EQ(browser_.evaluate("document.getElementById('" + std::string(prefix) +
                                  std::to_string(i) + "').textContent"),
                json["substitutions"][i][side]["text"]);
    }
  }
  expect_nothing_asked_nor_complained();
}

TEST_F(PageInBrowser, StepsThroughSwapsByKeyboard) {
  const std::size_t swaps = open_example(kWide)["substitutions"].size();
  browser_.press("Tab");  // the first stop skips to the texts
  EXPECT_EQ(browser_.evaluate("document.activeElement.hash"), "#texts");
  browser_.press("n");
  EXPECT_EQ(focused(), "s0");
  browser_.press("ArrowRight");
  EXPECT_EQ(focused(), "s1");
  EXPECT_EQ(browser_.evaluate("[...document.querySelectorAll('.row .now')].map(e => e.id).sort()"),
            nlohmann::json({"o1", "s1"}));
  EXPECT_EQ(browser_.evaluate("document.querySelectorAll('#swaps tr.now').length"), 1);
  EXPECT_EQ(browser_.evaluate("document.querySelector('#now small').textContent.split(' ')[0]"),
            "2");
  browser_.press("Enter");  // to its partner
  EXPECT_EQ(focused(), "o1");
  browser_.press("p");
  EXPECT_EQ(focused(), "s0");
  browser_.press("ArrowLeft");  // round the end
  EXPECT_EQ(focused(), "s" + std::to_string(swaps - 1));
  EXPECT_EQ(browser_.evaluate("(() => { const b = document.activeElement.getBoundingClientRect();"
                              " return b.top >= 0 && b.bottom <= innerHeight; })()"),
            true);
  browser_.press("Tab");  // goes on from there as anywhere
  EXPECT_NE(focused(), "s" + std::to_string(swaps - 1));
  browser_.press("Escape");
  EXPECT_EQ(count(".now"), 0U);
  expect_nothing_asked_nor_complained();
}

TEST_F(PageInBrowser, SortsTheList) {
  open_example(kWide);
  const std::string places =
      "[...document.querySelectorAll('tbody tr')].map(r => +r.dataset.place)";
  const std::string counts =
      "[...document.querySelectorAll('tbody tr')].map(r => +r.dataset.count)";
  const auto sorted = [&](const std::string& list, const std::string& order) {
    return browser_.evaluate("(l => l.every((x, i) => i === 0 || l[i - 1] " + order + " x))(" +
                             list + ")");
  };
  EXPECT_EQ(sorted(counts, ">="), true);
  EXPECT_EQ(sorted(places, "<="), false);
  browser_.evaluate("document.querySelector('th[data-sort=place] button').click()");
  EXPECT_EQ(sorted(places, "<="), true);
  EXPECT_EQ(count("th[data-sort=place][aria-sort=ascending]"), 1U);
  browser_.evaluate("document.querySelector('th[data-sort=count] button').click()");
  EXPECT_EQ(sorted(counts, ">="), true);
}

TEST_F(PageInBrowser, FitsAPhone) {
  open_example(kPhone);
  EXPECT_EQ(browser_.evaluate("document.documentElement.scrollWidth"), kPhone);
  // Stacked: the suspect's paragraph stands below the original's.
  EXPECT_EQ(browser_.evaluate("(([a, b]) => b.getBoundingClientRect().top >= "
                              "a.getBoundingClientRect().bottom)(document.querySelector('.row')"
                              ".children)"),
            true);
  open_example(kWide);
  EXPECT_EQ(browser_.evaluate("(([a, b]) => b.getBoundingClientRect().top === "
                              "a.getBoundingClientRect().top)(document.querySelector('.row')"
                              ".children)"),
            true);
  EXPECT_THAT(browser_.complaints(), IsEmpty());
}

TEST_F(PageInBrowser, RunsNothingOfTheTexts) {
  const std::string hostile =
      "</p></script><script>window.hit = 1</script><img src=x onerror='window.hit = 2'>"
      "<style>body { display: none }</style>\"'&amp;\x01";
  const Made made({{Edit::kSwapped, hostile, hostile + hostile}, {Edit::kAdded, "", hostile}});
  open(comparison_page(
           made.comparison, {hostile, hostile, hostile, hostile, made.original},
           {hostile, hostile, "http://a\"><script>window.hit = 3</script>", hostile, made.suspect}),
       kWide);
  EXPECT_EQ(browser_.evaluate("typeof window.hit"), "undefined");
  EXPECT_EQ(browser_.evaluate("getComputedStyle(document.body).display"), "block");
  EXPECT_EQ(count("img, iframe, object, .row script"), 0U);
  // Shown as it is, but for what cannot be shown.
  EXPECT_EQ(browser_.evaluate("document.getElementById('o0').textContent").get<std::string>(),
            hostile.substr(0, hostile.size() - 1) + "\uFFFD");
  expect_nothing_asked_nor_complained();
}

}  // namespace
}  // namespace despin::cli
