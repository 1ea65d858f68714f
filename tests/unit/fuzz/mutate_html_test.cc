#include "tests/fuzz/mutate_html.h"

#include <set>
#include <string>

#include "despin/reader.h"
#include "gtest/gtest.h"
#include "tests/support/raw_mutator.h"

namespace despin::fuzz {
namespace {

constexpr std::string_view kPageToMutate =
    "<!doctype html><html><head><title>The harbour</title></head><body><article>"
    "<h1>The harbour</h1><p class=lead>The party won in the <b>old</b> harbour.</p>"
    "<p>It lost the vote &amp; the town hall.</p></article></body></html>";

TEST(MutateHtml, FindsWhereTagsBeginAndEnd) {
  EXPECT_EQ(tag_bounds("<p>a</p>"), (std::vector<std::size_t>{0, 3, 4, 8}));
  EXPECT_EQ(tag_bounds("a"), (std::vector<std::size_t>{0, 1}));
  EXPECT_EQ(tag_bounds(""), (std::vector<std::size_t>{0}));
}

TEST(MutateHtml, LeavesMostPagesWithText) {
  constexpr int kDraws = 1000;
  std::set<std::string> texts;
  int changed = 0;
  int read = 0;
  for (int seed = 0; seed < kDraws; ++seed) {
    Draw draw(static_cast<std::uint64_t>(seed), change_one_byte);
    std::string page(kPageToMutate);
    mutate_html(page, draw);
    changed += page != kPageToMutate;
    const auto document = read_document(page, {.name = "page.html", .content_type = {}});
    if (!document) continue;
    ++read;
    texts.insert(document->text);
  }
  EXPECT_GT(changed, kDraws * 8 / 10);
  EXPECT_GT(read, kDraws * 8 / 10);
  EXPECT_GT(texts.size(), 100U);
}

TEST(MutateHtml, NestsDeeply) {
  std::size_t deepest = 0;
  for (int seed = 0; seed < 500; ++seed) {
    Draw draw(static_cast<std::uint64_t>(seed), change_one_byte);
    std::string page = "<p>a</p>";
    mutate_html(page, draw);
    deepest = std::max(deepest, tag_bounds(page).size());
  }
  EXPECT_GT(deepest, 40U);
}

}  // namespace
}  // namespace despin::fuzz
