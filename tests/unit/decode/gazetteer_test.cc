#include "lib/decode/gazetteer.h"

#include <cmath>
#include <vector>

#include "gtest/gtest.h"
#include "models/build/encode/known_phrases_encoder.h"

namespace despin::decode {
namespace {

// Words by letters, so that phrases can be read.
std::vector<WordId> ids(const std::string& letters) {
  std::vector<WordId> out;
  for (const char c : letters) out.push_back(static_cast<WordId>(c));
  return out;
}

PhraseArc arc(std::uint32_t begin, std::uint32_t end, const std::string& meant, double nats) {
  PhraseArc a{begin, end, {}, nats};
  for (const char c : meant) a.meant.words[a.meant.size++] = static_cast<WordId>(c);
  return a;
}

std::vector<GazetteerMatch> recalled(std::size_t written, const std::vector<PhraseArc>& arcs,
                                     const std::vector<std::vector<WordId>>& known_phrases) {
  const auto section =
      channel::KnownPhrases::view(channel::encode_known_phrases(known_phrases), 256);
  return match_gazetteer(written, arcs, *section, {-12, -9, -10});
}

TEST(GazetteerMatcher, FindsATermByOneOfItsWords) {
  // "sachet dropouts": the list has packet for the one, nothing for the other.
  const auto found = recalled(2, {arc(0, 1, "p", -1)}, {ids("pl"), ids("xy"), ids("lp")});
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].phrase, 0U);
  EXPECT_EQ(found[0].nats, -1 - 12);
  EXPECT_EQ(found[1].phrase, 2U);
  EXPECT_EQ(found[1].nats, -10 - 1 - 9) << "the order of words is kept";
}

TEST(GazetteerMatcher, CountsWordsTooManyAndTooFew) {
  const std::vector<PhraseArc> arcs = {arc(0, 1, "a", -1), arc(1, 2, "b", -2)};
  EXPECT_EQ(recalled(2, arcs, {ids("abc")})[0].nats, -1 - 2 - 10);
  EXPECT_EQ(recalled(2, arcs, {ids("b")})[0].nats, -9 - 2);
  EXPECT_EQ(recalled(2, arcs, {ids("ab")})[0].nats, -1 - 2);
}

TEST(GazetteerMatcher, TakesTheBestOfSeveralAlignments) {
  // Of three written words the last two may mean one phrase of two.
  const std::vector<PhraseArc> arcs = {arc(0, 1, "a", -3), arc(1, 3, "bc", -1), arc(1, 2, "b", -1),
                                       arc(1, 2, "b", -0.5)};
  EXPECT_EQ(recalled(3, arcs, {ids("abc")})[0].nats, -4);
  EXPECT_EQ(recalled(3, arcs, {ids("abd")})[0].nats, -3 - 0.5 - 12);
}

TEST(GazetteerMatcher, WantsAnArcThatFits) {
  EXPECT_TRUE(recalled(2, {arc(0, 1, "a", -1)}, {ids("bc")}).empty());
  EXPECT_TRUE(recalled(2, {arc(0, 1, "ab", -1)}, {ids("a"), ids("ac")}).empty());
  EXPECT_TRUE(recalled(2, {arc(0, 1, "", -1)}, {ids("bc")}).empty())
      << "a word for nothing fits all";
  EXPECT_TRUE(recalled(0, {}, {ids("a")}).empty());
}

}  // namespace
}  // namespace despin::decode
