#include "lib/decode/restorer.h"

#include <limits>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "lib/detect/findings.h"
#include "models/build/encode/known_phrases_encoder.h"
#include "tests/support/small_model.h"

namespace despin::decode {
namespace {

class Restorer : public testing::Test {
 protected:
  std::vector<std::string> restored(std::string_view phrase, std::size_t limit = 5) {
    std::vector<std::string> out;
    for (const RestoredPhrase& r :
         restore(small_.ids(phrase), model_.ngrams, model_.channel, limit)) {
      out.push_back(detect::spell(r.words, model_.vocabulary));
    }
    return out;
  }

  small_model::SmallModel small_;
  detect::Model model_ = small_.open();
};

TEST_F(Restorer, ReadsTheWholePhrase) {
  ASSERT_FALSE(restored("ruling bash").empty());
  EXPECT_EQ(restored("ruling bash")[0], "ruling party");
  EXPECT_EQ(restored("ruling get together")[0], "ruling party");
  EXPECT_EQ(restored("gadget mastering")[0], "machine learning");
  EXPECT_EQ(restored("textual content")[0], "text");
  EXPECT_EQ(restored("won with a purpose to govern")[0], "won in order to govern");
}

TEST_F(Restorer, NeverAnswersWithThePhraseItself) {
  for (const char* phrase : {"bash", "ruling party", "pictures", "images of the harbour"}) {
    for (const std::string& reading : restored(phrase)) EXPECT_NE(reading, phrase);
  }
  EXPECT_TRUE(restored("ruling party").empty()) << "no entry, no other reading";
}

TEST_F(Restorer, GivesAsManyAsAskedFor) {
  EXPECT_EQ(restored("old bash", 0).size(), 0U);
  EXPECT_EQ(restored("old bash", 1), (std::vector<std::string>{"old party"}));
  EXPECT_EQ(restored("old bash", std::numeric_limits<std::size_t>::max()),
            (std::vector<std::string>{"old party", "old old"}));
}

TEST_F(Restorer, KnowsATermThatAWordIsMissingFrom) {
  const std::vector<std::vector<WordId>> list = {small_.ids("machine learning"),
                                                 small_.ids("ruling party")};
  const auto known_phrases =
      channel::KnownPhrases::view(channel::encode_known_phrases(list), model_.vocabulary.size());
  RestoreOptions options;
  options.known_phrases = &*known_phrases;
  const auto readings = [&](std::string_view phrase) {
    std::vector<std::string> out;
    for (const RestoredPhrase& r :
         restore(small_.ids(phrase), model_.ngrams, model_.channel, 5, options)) {
      out.push_back(detect::spell(r.words, model_.vocabulary));
    }
    return out;
  };
  EXPECT_THAT(restored("door mastering"), testing::Not(testing::Contains("machine learning")));
  EXPECT_THAT(readings("door mastering"), testing::Contains("machine learning"));
  EXPECT_EQ(readings("ruling bash"), restored("ruling bash")) << "what arcs explain, they rank";
  EXPECT_TRUE(readings("old door").empty()) << "nothing hints at a term";
}

TEST_F(Restorer, TakesNoWordsAndUnknownOnes) {
  EXPECT_TRUE(restored("").empty());
  EXPECT_TRUE(restored("zigzagged zigzagged").empty());
  EXPECT_EQ(restored("zigzagged bash")[0], "<unk> party");
}

}  // namespace
}  // namespace despin::decode
