#include "lib/align/rewording.h"

#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "lib/align/copied_stretch.h"

namespace despin::align {
namespace {

// Words that are in no vocabulary, told apart by their keys.
std::vector<Word> words_of(const std::vector<std::uint64_t>& keys) {
  std::vector<Word> words;
  for (const std::uint64_t key : keys) {
    Word word;
    word.key = key;
    word.ln_p = -8;
    words.push_back(word);
  }
  return words;
}

RewordingEvidence evidence(const std::vector<Word>& original, const std::vector<Word>& suspect) {
  return rewording_evidence(original, suspect, {}, {}, {});
}

const std::vector<std::uint64_t> kStory = {11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22};

TEST(Rewording, SeesTheOrderOfWordsThatBothHaveOnce) {
  const auto story = words_of(kStory);
  const RewordingEvidence same = evidence(story, story);
  EXPECT_EQ(same.once, 12U);
  EXPECT_NEAR(same.order, (12 - 6.928203230275509) / 12, 1e-12);
  EXPECT_EQ(same.neighbors, 1);
  const std::vector<std::uint64_t> turned(kStory.rbegin(), kStory.rend());
  const RewordingEvidence reversed = evidence(story, words_of(turned));
  EXPECT_EQ(reversed.once, 12U);
  EXPECT_LT(reversed.order, 0);
  EXPECT_EQ(reversed.neighbors, 0);
}

TEST(Rewording, LeavesOutWordsThatStandTwice) {
  EXPECT_EQ(evidence(words_of({1, 2, 2, 3}), words_of({1, 2, 3, 3})).once, 1U);
  EXPECT_EQ(evidence({}, {}).once, 0U);
}

TEST(Rewording, HasOddsThatRiseWithAllOfIt) {
  RewordingEvidence e;
  const double nothing = rewording_log_odds(e, {});
  EXPECT_LT(nothing, 0);
  for (double RewordingEvidence::*member :
       {&RewordingEvidence::copied, &RewordingEvidence::entities, &RewordingEvidence::order,
        &RewordingEvidence::neighbors}) {
    RewordingEvidence more;
    more.*member = 1;
    EXPECT_GT(rewording_log_odds(more, {}), nothing);
  }
  e = {.copied = 0.9, .entities = 0.9, .order = 0.5, .neighbors = 0.8, .once = 40};
  EXPECT_GT(rewording_log_odds(e, {}), 0);
}

// Kept words of both texts, one after the other from these places on.
Alignment kept(std::uint32_t original, std::uint32_t suspect, std::uint32_t words) {
  Alignment out;
  for (std::uint32_t k = 0; k < words; ++k) {
    out.pairs.push_back(
        {{original + k, original + k + 1}, {suspect + k, suspect + k + 1}, 7.0F, Edit::kKept});
  }
  out.passages.push_back(
      {{original, original + words}, {suspect, suspect + words}, 7.0 * words, 0, words});
  return out;
}

TEST(CopiedStretch, IsTheSameInAnyPage) {
  const auto original = words_of(std::vector<std::uint64_t>(40, 1));
  const Alignment alignment = kept(0, 5, 40);
  const auto small = words_of(std::vector<std::uint64_t>(60, 1));
  const auto large = words_of(std::vector<std::uint64_t>(600, 1));
  const CopiedStretch a = copied_stretch(original, small, alignment, kDefaultParameters);
  const CopiedStretch b = copied_stretch(original, large, alignment, kDefaultParameters);
  EXPECT_EQ(a.suspect, (WordRange{5, 45}));
  EXPECT_EQ(a.original, (WordRange{0, 40}));
  EXPECT_GT(a.discounted_nats, 0);
  EXPECT_EQ(a.discounted_nats, b.discounted_nats);
}

TEST(CopiedStretch, CountsNoQuotation) {
  const auto original = words_of(std::vector<std::uint64_t>(40, 1));
  auto suspect = words_of(std::vector<std::uint64_t>(60, 1));
  for (Word& word : suspect) word.flags = kQuoted;
  const Alignment alignment = kept(0, 5, 40);
  EXPECT_EQ(copied_stretch(original, suspect, alignment, kDefaultParameters).discounted_nats, 0);
  EXPECT_TRUE(longest_kept_run(suspect, alignment).empty());
}

TEST(LongestKeptRun, EndsWhereAWordIsMissingOnEitherSide) {
  const auto suspect = words_of(std::vector<std::uint64_t>(60, 1));
  Alignment alignment = kept(0, 5, 40);
  EXPECT_EQ(longest_kept_run(suspect, alignment), (WordRange{5, 45}));
  alignment.pairs.erase(alignment.pairs.begin() + 10);
  EXPECT_EQ(longest_kept_run(suspect, alignment), (WordRange{16, 45}));
}

}  // namespace
}  // namespace despin::align
