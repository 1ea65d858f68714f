// Near copies are one group, whatever else resembles them a little.
#include "lib/search/copy_groups.h"

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "lib/base/hash.h"

namespace despin::search {
namespace {

using Words = std::vector<align::Word>;

// Word k of text n, for k in [begin, end).
Words words_of(int text, int begin, int end) {
  Words words;
  for (int k = begin; k < end; ++k) {
    align::Word word;
    word.key = base::hash_bytes(std::to_string(text) + " " + std::to_string(k));
    words.push_back(word);
  }
  return words;
}

Words operator+(Words a, const Words& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

std::vector<std::uint32_t> groups_of(const std::vector<Words>& texts) {
  std::vector<std::span<const align::Word>> sources(texts.begin(), texts.end());
  return group_copies(sources);
}

using Groups = std::vector<std::uint32_t>;

TEST(CopyGroups, RevisionsAreOneGroup) {
  EXPECT_EQ(groups_of({words_of(1, 0, 100), words_of(1, 0, 90), words_of(1, 20, 110),
                       words_of(1, 0, 100) + words_of(2, 0, 40)}),
            Groups({0, 0, 0, 0}));
}

TEST(CopyGroups, AStandingParagraphMakesNone) {
  const Words notice = words_of(0, 0, 40);
  EXPECT_EQ(groups_of({words_of(1, 0, 100) + notice, words_of(2, 0, 100) + notice,
                       words_of(1, 0, 95) + notice}),
            Groups({0, 1, 0}));
}

TEST(CopyGroups, OrderOfWordsCounts) {
  Words turned = words_of(1, 0, 60);
  std::reverse(turned.begin(), turned.end());
  EXPECT_EQ(groups_of({words_of(1, 0, 60), turned}), Groups({0, 1}));
}

TEST(CopyGroups, ShortAndEmptyTextsHaveTheirOwn) {
  EXPECT_EQ(groups_of({words_of(1, 0, 2), words_of(1, 0, 2), words_of(2, 0, 2), {}, {}}),
            Groups({0, 0, 1, 2, 3}));
  EXPECT_EQ(groups_of({}), Groups());
}

}  // namespace
}  // namespace despin::search
