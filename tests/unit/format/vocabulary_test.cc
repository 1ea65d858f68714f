#include "lib/format/vocabulary.h"

#include <cmath>
#include <string>

#include "gtest/gtest.h"
#include "models/build/encode/vocabulary_encoder.h"

namespace despin::format {
namespace {

std::vector<VocabularyEntry> specials() {
  return {{"<unk>", 10}, {"<s>", 0}, {"</s>", 20}, {"<num>", 5}, {",", 30}, {"<code>", 1}};
}

std::string numbered(int i) { return std::string("w").append(std::to_string(i)); }

TEST(Vocabulary, FindsEveryWordAndNothingElse) {
  auto words = specials();
  for (int i = 0; i < 5000; ++i) words.push_back({numbered(i), 1});
  const auto bytes = encode_vocabulary(words);
  auto v = Vocabulary::view(bytes);
  ASSERT_TRUE(v) << v.error().message;
  ASSERT_EQ(v->size(), words.size());
  for (WordId id = 0; id < v->size(); ++id) {
    EXPECT_EQ(v->word(id), words[id].word);
    EXPECT_EQ(v->find(words[id].word), id);
  }
  for (int i = 5000; i < 10000; ++i) {
    EXPECT_EQ(v->find(numbered(i)), kUnknownWord);
  }
  EXPECT_EQ(v->find(""), kUnknownWord);
  EXPECT_EQ(v->word(v->size()), "<unk>");
  EXPECT_EQ(v->word(~WordId{0}), "<unk>");
}

TEST(Vocabulary, KeepsTheSpecialWordsInTheirPlaces) {
  const auto bytes = encode_vocabulary(specials());
  auto v = Vocabulary::view(bytes);
  ASSERT_TRUE(v);
  EXPECT_EQ(v->find("<unk>"), kUnknownWord);
  EXPECT_EQ(v->find("<s>"), kSentenceBeginWord);
  EXPECT_EQ(v->find("</s>"), kSentenceEndWord);
  EXPECT_EQ(v->find("<num>"), kNumberWord);
  EXPECT_EQ(v->find(","), kBreakWord);
  EXPECT_EQ(v->find("<code>"), kCodeWord);
}

TEST(Vocabulary, GivesLogSharesWithAFloorForTheUnseen) {
  auto words = specials();  // 66 occurrences
  words.push_back({"party", 33});
  words.push_back({"never", 0});
  const auto bytes = encode_vocabulary(words);
  auto v = Vocabulary::view(bytes);
  ASSERT_TRUE(v);
  EXPECT_NEAR(v->log_frequency(6), std::log(33 / 99.0), 1.0 / 2048);
  EXPECT_NEAR(v->log_frequency(7), std::log(0.5 / 99.0), 1.0 / 2048);
  EXPECT_EQ(v->log_frequency(1), v->log_frequency(7));
  EXPECT_EQ(v->log_frequency(1000), v->log_frequency(7));
}

TEST(Vocabulary, IsEmptyUntilViewed) {
  const Vocabulary v;
  EXPECT_EQ(v.size(), 0U);
  EXPECT_EQ(v.find("party"), kUnknownWord);
  EXPECT_EQ(v.word(0), "<unk>");
  EXPECT_EQ(v.log_frequency(0), 0);
}

}  // namespace
}  // namespace despin::format
