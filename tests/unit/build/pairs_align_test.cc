#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "models/build/pairs/align.h"
#include "models/build/pairs/spread.h"

namespace despin::train {
namespace {

using Side = std::vector<std::string>;

Side words(std::string_view text) {
  Side out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    out.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

PhrasePair pair(std::string_view written, std::string_view meant, double weight = 1) {
  PhrasePair out;
  out.written = words(written);
  out.meant = words(meant);
  out.weight = weight;
  return out;
}

double count(const std::vector<SwapCount>& swaps, std::string_view written,
             std::string_view meant) {
  for (const SwapCount& s : swaps) {
    if (s.written == words(written) && s.meant == words(meant)) return s.count;
  }
  return 0;
}

// "getting to know" stands for "learning" beside ever other swaps.
const std::vector<PhrasePair> kRepeated = {
    pair("boat getting to know", "ship learning"),
    pair("profound getting to know", "deep learning"),
    pair("quick getting to know strategy", "fast learning method"),
    pair("profound water", "deep water"),
};

TEST(Align, FindsARepeatedPhrase) {
  const auto swaps = align(kRepeated, {});
  EXPECT_GT(count(swaps, "getting to know", "learning"), 2.7);
  EXPECT_GT(count(swaps, "profound", "deep"), 1.8);
  EXPECT_GT(count(swaps, "boat", "ship"), 0.8);
  EXPECT_LT(count(swaps, "to know", "learning"), 0.2);
}

// Six words at once; what both sides have after them is no part of it.
TEST(Align, FindsALongSetPhrase) {
  const auto swaps =
      align(std::vector{pair("rowed in light of the fact that rain", "rowed because rain"),
                        pair("keeping in mind the end goal to row", "in order to row"),
                        pair("keeping in mind the end goal to sail", "in order to sail")},
            {});
  EXPECT_GT(count(swaps, "in light of the fact that", "because"), 0.8);
  EXPECT_GT(count(swaps, "keeping in mind the end goal", "in order"), 1.6);
  EXPECT_GT(count(swaps, "to", "to"), 1.6);
}

// Nothing tells which two of three words stand for one, but that a thesaurus lists the third.
TEST(Align, HeedsWhatThesauriList) {
  const std::vector<PhrasePair> unclear = {pair("quiet broad cape", "calm headland")};
  const auto plain = align(unclear, {});
  EXPECT_NEAR(count(plain, "cape", "headland"), count(plain, "quiet", "calm"), 0.01);
  for (const auto& listed : {std::pair("cape", "headland"), std::pair("quiet", "calm")}) {
    const auto& [written, meant] = listed;
    AlignOptions options;
    options.listings = [&](const std::string& w, const std::string& m) {
      return w == listed.first && m == listed.second ? 1 : 0;
    };
    EXPECT_GT(count(align(unclear, options), written, meant), 0.85);
    EXPECT_LT(count(plain, written, meant), 0.6);
  }
}

TEST(Align, KeepsWhatBothSidesShare) {
  const auto swaps = align(kRepeated, {});
  EXPECT_GT(count(swaps, "water", "water"), 0.95);
  EXPECT_EQ(count(swaps, "profound water", "deep water"), 0);
}

TEST(Align, PutsSwapsSideBySideRatherThanInOneBlock) {
  const std::vector<PhrasePair> pairs = {
      pair("fake organization", "artificial network"), pair("fake light", "artificial sun"),
      pair("brain organization", "neural network"), pair("brain cell", "neural unit")};
  const auto swaps = align(pairs, {});
  EXPECT_GT(count(swaps, "fake", "artificial"), 1.8);
  EXPECT_GT(count(swaps, "organization", "network"), 1.8);
  EXPECT_LT(count(swaps, "fake organization", "artificial network"), 0.1);
}

TEST(Align, WeightsMultiplyCounts) {
  std::vector<PhrasePair> pairs = {pair("rapid", "fast"), pair("rapid", "quick", 3)};
  const auto swaps = align(pairs, {});
  EXPECT_NEAR(count(swaps, "rapid", "fast"), 1, 0.01);
  EXPECT_NEAR(count(swaps, "rapid", "quick"), 3, 0.01);
}

TEST(Align, SwapsNoWordForANumber) {
  const auto swaps = align(std::vector<PhrasePair>{pair("<num> boats", "half ships")}, {});
  EXPECT_EQ(count(swaps, "<num>", "half"), 0);
  EXPECT_FALSE(swaps.empty());
}

TEST(Align, LeavesOutWhatIsExpectedTooSeldom) {
  AlignOptions options;
  options.min_count = 1.5;
  for (const SwapCount& s : align(kRepeated, options)) EXPECT_GE(s.count, 1.5);
  EXPECT_FALSE(align(kRepeated, options).empty());
}

TEST(Align, IsSortedAndRepeatable) {
  const auto one = align(kRepeated, {});
  const auto two = align(kRepeated, {});
  ASSERT_EQ(one.size(), two.size());
  for (std::size_t i = 0; i < one.size(); ++i) EXPECT_EQ(one[i].count, two[i].count);
  EXPECT_TRUE(std::is_sorted(one.begin(), one.end(), [](const SwapCount& a, const SwapCount& b) {
    return std::tie(a.written, a.meant) < std::tie(b.written, b.meant);
  }));
  EXPECT_TRUE(align({}, {}).empty());
}

TEST(Align, TakesSidesOfVeryUnequalLength) {
  const auto swaps = align(
      std::vector<PhrasePair>{pair("a", "one two three four five six seven eight nine ten")}, {});
  for (const SwapCount& s : swaps) EXPECT_LE(s.count, 1.0001);
}

const std::set<std::string, std::less<>> kKnown = {
    "calculation", "calculations", "algorithm", "algorithms", "get",      "gets",
    "got",         "gotten",       "getting",   "to",         "know",     "learn",
    "learns",      "learned",      "learning",  "utilise",    "utilises", "utilising",
    "utilised",    "use",          "uses",      "using",      "used",     "profound",
    "deep",        "deeper",       "set",       "sets",       "of",       "rules"};
bool known(std::string_view word) { return kKnown.contains(word); }

std::vector<SwapCount> spread(std::string_view written, std::string_view meant, double uses = 4) {
  return spread_inflections(std::vector<SwapCount>{{words(written), words(meant), uses}}, known);
}

TEST(SpreadInflections, LendsToTheSameFormOfBothSides) {
  EXPECT_DOUBLE_EQ(count(spread("calculation", "algorithm"), "calculations", "algorithms"), 2);
  const auto verbs = spread("utilising", "using");
  for (const auto& [w, m] : {std::pair("utilise", "use"), std::pair("utilises", "uses"),
                             std::pair("utilised", "used")}) {
    EXPECT_DOUBLE_EQ(count(verbs, w, m), 2) << w;
  }
  EXPECT_EQ(count(verbs, "utilising", "using"), 0);
}

TEST(SpreadInflections, LendsLessWhereTheLenderMayBeANoun) {
  EXPECT_DOUBLE_EQ(count(spread("utilise", "use"), "utilised", "used"), 4 * kLentToVerbShare);
}

TEST(SpreadInflections, InflectsPhrasesOnTheirHead) {
  EXPECT_DOUBLE_EQ(count(spread("getting to know", "learning"), "get to know", "learn"), 2);
  EXPECT_DOUBLE_EQ(count(spread("set of rules", "algorithm"), "sets of rules", "algorithms"), 2);
}

TEST(SpreadInflections, LendsNoWordThatIsNotKnown) {
  for (const SwapCount& s : spread("profound", "deep")) {
    for (const std::string& w : s.written) EXPECT_TRUE(known(w)) << w;
  }
  EXPECT_EQ(count(spread("profound", "deep"), "profounder", "deeper"), 0);
}

TEST(SpreadInflections, LeavesLearnedSwapsAlone) {
  const std::vector<SwapCount> swaps = {{{"calculation"}, {"algorithm"}, 4},
                                        {{"calculations"}, {"algorithms"}, 1}};
  EXPECT_TRUE(spread_inflections(swaps, known).empty());
  EXPECT_TRUE(spread("calculation", "algorithm", 0.1).empty());
  EXPECT_TRUE(spread("calculation", "calculation").empty());
}

}  // namespace
}  // namespace despin::train
