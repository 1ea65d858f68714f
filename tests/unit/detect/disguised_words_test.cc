#include "lib/detect/disguised_words.h"

#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "tests/support/small_model.h"

namespace despin::detect {
namespace {

class Disguised : public testing::Test {
 protected:
  // The forms of the tokens, a space between.
  std::string read(std::string_view text) {
    EXPECT_TRUE(text::tokenize(text, tokens_));
    glued_ = read_disguised(text, vocabulary_, tokens_);
    std::string out;
    for (const text::Token& t : tokens_.list) {
      if (!out.empty()) out += ' ';
      out += tokens_.form(t);
      EXPECT_LT(t.begin_byte, t.end_byte);
      EXPECT_LE(t.end_byte, text.size());
    }
    return out;
  }

  std::vector<std::byte> bytes_ = small_model::SmallModel().vocabulary();
  format::Vocabulary vocabulary_ = *format::Vocabulary::view(bytes_);
  text::Tokens tokens_;
  std::uint32_t glued_ = 0;
};

TEST_F(Disguised, CapitalIIsL) {
  EXPECT_EQ(read("the ruIing party Ieader met in the haII"),
            "the ruling party leader met in the hall");
  EXPECT_EQ(tokens_.lookalike, 4U);
  // Once may be a mistake or a name.
  EXPECT_EQ(read("the ruIing party met in the hall"), "the ruiing party met in the hall");
  EXPECT_EQ(tokens_.lookalike, 0U);
}

TEST_F(Disguised, RnIsMWhereTheWordIsKnownByIt) {
  EXPECT_EQ(read("they rnet on rnonday, and irnages of the rnachine won"),
            "they met on monday , and images of the machine won");
  EXPECT_EQ(tokens_.lookalike, 4U);
  EXPECT_EQ(read("a learning machine learns to govern in the corner"),
            "a learning machine learns to govern in the corner");
}

TEST_F(Disguised, NeighborsMayBeTurned) {
  EXPECT_EQ(read("the ruilng praty won teh electoin in the captial"),
            "the ruling party won teh election in the capital");
}

TEST_F(Disguised, LettersMayStandApart) {
  EXPECT_EQ(read("the p a r t y won the v o t e in the n o r t h"),
            "the party won the vote in the north");
  EXPECT_EQ(tokens_.invisible, 4U + 3 + 4);
  EXPECT_EQ(tokens_.list[1].begin_byte, 4U);
  EXPECT_EQ(tokens_.list[1].end_byte, 13U);
  EXPECT_EQ(read("the points a b c and d e f of the p a r t y"),
            "the points a b c and d e f of the p a r t y");
}

TEST_F(Disguised, ProseMayBeGlued) {
  EXPECT_EQ(read("the_party won_the vote.in the_north inThe hall()"),
            "the party won the vote in the north in the hall");
  EXPECT_EQ(glued_, 11U);
  EXPECT_EQ(tokens_.list[1].begin_byte, 4U);
  // Names of code have few function words.
  EXPECT_EQ(read("party_leader town_hall old.images text.reading.slow"),
            "<code> <code> <code> <code>");
  EXPECT_EQ(glued_, 0U);
}

TEST_F(Disguised, StopsBetweenEveryFewWordsAreNoise) {
  std::string text;
  for (int i = 0; i < 12; ++i) text += "they met, in the hall, ";
  EXPECT_EQ(read(text).find(','), std::string::npos);
  text.clear();
  for (int i = 0; i < 12; ++i) text += "party, leaders, images, ";
  EXPECT_NE(read(text).find(','), std::string::npos);
}

}  // namespace
}  // namespace despin::detect
