#include "lib/language/language_model.h"

#include <random>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "lib/base/bytes.h"
#include "lib/language/names.h"
#include "tests/support/small_languages.h"

namespace despin::language {
namespace {

class TellsLanguages : public testing::Test {
 protected:
  Told tell(std::string_view text) {
    const auto model = LanguageModel::view(section_);
    EXPECT_TRUE(model);
    EXPECT_TRUE(text::tokenize(text, tokens_));
    return model->tell(tokens_);
  }

  std::vector<std::byte> section_ = small_languages::section();
  text::Tokens tokens_;
};

std::string repeated(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out.append(text).append(" ");
  return out;
}

TEST_F(TellsLanguages, ByTheirWords) {
  EXPECT_EQ(tell("The ruling party and the vote").code, "en");
  EXPECT_FALSE(tell("The ruling party and the vote").other);
  const Told french = tell("Hier le parti gagna avec les maisons");
  EXPECT_EQ(french.code, "fr");
  EXPECT_TRUE(french.other);
  EXPECT_GT(french.share, 0.8);
  EXPECT_LT(french.english, 0.1);
  EXPECT_EQ(tell("GESTERN GEWANN DIE PARTEI").code, "de");
}

TEST_F(TellsLanguages, AndNothingWithoutWords) {
  for (const char* text : {"", "12 34 - 56", "https://example.org/der/die/das", "...", "\n\n"}) {
    const Told told = tell(text);
    EXPECT_EQ(told.code, "") << text;
    EXPECT_FALSE(told.other) << text;
  }
  EXPECT_TRUE(text::tokenize("der und die", tokens_));
  EXPECT_EQ(LanguageModel().tell(tokens_).code, "");
  EXPECT_FALSE(LanguageModel());
}

TEST_F(TellsLanguages, ButNotByNames) {
  EXPECT_EQ(tell("Gestern Partei Wahl Haus Gewann Wurde").code, "");
  EXPECT_EQ(tell("The party of Gestern Partei and Wahl Haus won the vote for Gewann.").code, "en");
}

// A repeated sentence is as French as it was once.
TEST_F(TellsLanguages, HoweverLongTheText) {
  for (const int times : {1, 3, 10, 1000}) {
    EXPECT_TRUE(tell(repeated("Hier le parti gagna avec les maisons.", times)).other) << times;
    EXPECT_FALSE(tell(repeated("The party and the vote of the house.", times)).other) << times;
  }
}

TEST_F(TellsLanguages, OfAMixedTextByShares) {
  const std::string english = repeated("The party and the vote of the house.", 60);
  const std::string german = repeated("Der Partei und die Wahl von den Haus.", 40);
  const Told told = tell(english + german);
  EXPECT_EQ(told.code, "en");
  EXPECT_FALSE(told.other);
  EXPECT_NEAR(told.english, 0.6, 0.2);
  EXPECT_TRUE(tell(repeated("The party and the vote.", 5) + german).other);
}

TEST_F(TellsLanguages, LooksAtAFewWordsOfALongText) {
  // Four windows of six words: what lies between them may be anything.
  std::string words;
  for (int i = 0; i < 400; ++i) words += i % 100 < 6 ? "the " : "der ";
  EXPECT_EQ(tell(words).code, "en");
  EXPECT_GT(tell(words).share, 0.9);
}

TEST(NgramsOfAWord, StayBelowTheNumberOfBuckets) {
  std::mt19937 random(7);  // NOLINT(cert-msc51-cpp)
  const auto below = [&](std::uint32_t n) { return static_cast<std::uint32_t>(random() % n); };
  for (int i = 0; i < 2000; ++i) {
    std::string word(below(40), ' ');
    for (char& c : word) c = static_cast<char>(below(256));
    const NgramShape shape{below(6) + 2, below(62) + 1, below(20) + 1};
    std::uint32_t ngrams = 0;
    for_each_ngram(word, shape, [&](std::uint32_t bucket) {
      ASSERT_LT(bucket, 1U << shape.bucket_bits);
      ++ngrams;
    });
    ASSERT_LE(ngrams, (shape.characters + 2) * (shape.longest + 2));
  }
}

TEST(NgramsOfAWord, AreThoseOfItsPartsAtAnApostrophe) {
  const auto all = [](std::initializer_list<const char*> words) {
    std::vector<std::uint32_t> buckets;
    for (const char* word : words) {
      for_each_ngram(word, {}, [&](std::uint32_t bucket) { buckets.push_back(bucket); });
    }
    return buckets;
  };
  EXPECT_EQ(all({"l'heure"}), all({"l", "heure"}));
  EXPECT_NE(all({"lheure"}), all({"l", "heure"}));
  EXPECT_TRUE(all({"", "'", "''"}).empty());
}

TEST(LanguageNames, AreEnglish) {
  EXPECT_EQ(english_name("fr"), "French");
  EXPECT_EQ(english_name("fil"), "Filipino");
  EXPECT_EQ(english_name("qqq"), "qqq");
  EXPECT_EQ(english_name(""), "");
}

std::string refusal(const std::vector<std::byte>& section) {
  const auto model = LanguageModel::view(section);
  if (model) return "";
  EXPECT_EQ(model.error().code, ErrorCode::kBadModel);
  return model.error().message;
}

TEST(LanguageSection, GivesBackItsHeadAndCodes) {
  const auto section = small_languages::section();
  const auto model = LanguageModel::view(section);
  ASSERT_TRUE(model);
  EXPECT_EQ(model->head().languages, 3U);
  EXPECT_EQ(model->head().windows, 4U);
  EXPECT_EQ(model->code(0), "en");
  EXPECT_EQ(model->code(2), "fr");
}

TEST(LanguageSection, IsRefusedInOtherSizes) {
  const auto whole = small_languages::section();
  for (std::size_t size = 0; size < whole.size(); size += size < 400 ? 1 : 997) {
    EXPECT_NE(refusal({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)}), "")
        << size;
  }
  auto longer = whole;
  longer.push_back(std::byte{0});
  EXPECT_NE(refusal(longer), "");
}

TEST(LanguageSection, IsRefusedWithNumbersThatCannotBe) {
  const auto whole = small_languages::section();
  ASSERT_EQ(refusal(whole), "");
  for (const std::size_t at : {0U, 4U, 8U, 12U, 16U, 20U, 24U}) {
    for (const std::uint32_t number : {0U, 1U << 30, ~0U}) {
      auto bytes = whole;
      base::store_le(bytes.data() + at, number);
      EXPECT_NE(refusal(bytes), "") << at << " " << number;
    }
  }
  for (const std::size_t at : {28U, 32U, 40U + 3 * 8}) {
    auto bytes = whole;
    base::store_le(bytes.data() + at, ~std::uint32_t{0});  // not a number
    EXPECT_NE(refusal(bytes), "") << at;
  }
  for (const char* code : {"de", "EN", "e", "\0n"}) {
    auto bytes = whole;
    bytes[40] = static_cast<std::byte>(code[0]);
    bytes[41] = static_cast<std::byte>(code[1]);
    EXPECT_NE(refusal(bytes), "");
  }
}

}  // namespace
}  // namespace despin::language
