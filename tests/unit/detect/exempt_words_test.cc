#include "lib/detect/exempt_words.h"

#include <string>
#include <string_view>

#include "gtest/gtest.h"

namespace despin::detect {
namespace {

constexpr std::string_view kProse =
    "the barrier was closed in the night and the water did not come over it because the men who "
    "built it had been at their posts since the morning";

struct Settled {
  ExemptWords exempt;
  std::size_t marked = 0;  // tokens that keep a mark
};

Settled settle(std::string_view text, const DetectParameters& parameters = {}) {
  text::Tokens tokens;
  EXPECT_TRUE(text::tokenize(text, tokens));
  Settled out;
  out.exempt = settle_marks(tokens, parameters);
  for (const text::Token& t : tokens.list) {
    constexpr unsigned kMarks = text::kInCode | text::kInTable | text::kMentioned;
    out.marked += (t.flags & kMarks) != 0 ? 1 : 0;
  }
  return out;
}

std::string prose(int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += std::string(kProse) + ". ";
  return out;
}

TEST(ExemptWords, AreNoneWithoutMarks) {
  const Settled s = settle(kProse);
  EXPECT_EQ(s.exempt.left_out, 0U);
  EXPECT_EQ(s.exempt.judged, 0U);
}

TEST(ExemptWords, AreTheWordsOfAShortQuotation) {
  const Settled s = settle(prose(1) + "They wrote \"counterfeit consciousness\" for it.");
  EXPECT_EQ(s.exempt.left_out, 2U);
  EXPECT_EQ(s.exempt.judged, 0U);
  EXPECT_EQ(s.marked, 2U);
  // Seven words are said, not mentioned.
  EXPECT_EQ(settle(prose(1) + "\"We saw that they were too late,\" he said.").exempt.left_out, 0U);
}

TEST(ExemptWords, AreJudgedWhereProseStandsInCode) {
  const Settled s = settle("`" + std::string(kProse) + "` and " + prose(2));
  EXPECT_EQ(s.exempt.judged, 29U);
  EXPECT_EQ(s.exempt.left_out, 0U);
  EXPECT_EQ(s.marked, 0U);
}

TEST(ExemptWords, StayCodeWhereTheyReadAsCode) {
  const Settled s = settle(prose(1) +
                           "\n\n```\nint size = count; vector list = make; return list size;\n"
                           "char name = get; print name list; free list name; return size;\n```\n");
  EXPECT_EQ(s.exempt.judged, 0U);
  EXPECT_GT(s.exempt.left_out, 15U);
}

TEST(ExemptWords, AreJudgedWhereMarksStandAroundMostWordsOfProse) {
  std::string text;
  for (int i = 0; i < 12; ++i) text += "the `barrier` of the town was not `closed` in time ";
  const Settled s = settle(text);
  EXPECT_EQ(s.exempt.judged, 0U);  // names of an interface
  EXPECT_EQ(s.exempt.left_out, 24U);
  text.clear();
  for (int i = 0; i < 12; ++i) text += "the `barrier` `closed` in `time` and `held` `firm` ";
  EXPECT_EQ(settle(text).exempt.judged, 60U);
}

TEST(ExemptWords, AreJudgedInRowsOfProse) {
  const std::string row = "| " + std::string(kProse) + " | " + std::string(kProse) + " |\n";
  EXPECT_EQ(settle(row + row).exempt.left_out, 0U);
  EXPECT_EQ(settle(row + row).exempt.judged, 116U);
  const std::string data = "| Norway | Oslo | krone | Norwegian |\n";
  EXPECT_EQ(settle(prose(1) + "\n\n" + data + data + data + data).exempt.judged, 0U);
}

TEST(ExemptWords, OfAListOfPhrasesStayMentions) {
  std::string list = prose(1);
  for (int i = 0; i < 20; ++i) list += "\n\"profound learning\" means \"deep learning\"";
  EXPECT_EQ(settle(list).exempt.judged, 0U);
  std::string text;
  for (int i = 0; i < 10; ++i) text += "\"the men were at their posts\" before ";
  EXPECT_EQ(settle(text).exempt.judged, 60U);
}

TEST(ExemptWords, AreLookedAtInStretches) {
  DetectParameters parameters;
  parameters.exempt_stretch = 64;
  std::string text = "`" + std::string(kProse) + "` ";
  text += prose(12);
  EXPECT_EQ(settle(text).exempt.judged, 0U);
  EXPECT_EQ(settle(text, parameters).exempt.judged, 29U);
}

}  // namespace
}  // namespace despin::detect
