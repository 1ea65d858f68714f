// The section TERM, as written and as corrupt.
#include "lib/channel/known_phrases.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "lib/base/bytes.h"
#include "models/build/encode/known_phrases_encoder.h"

namespace despin::channel {
namespace {

using Bytes = std::vector<std::byte>;
using Phrase = std::vector<WordId>;

const std::vector<Phrase> kThree = {{7, 9}, {8}, {6, 6, 9, 7, 8, 6}};
constexpr std::size_t kWords = 10;

std::vector<Phrase> listed(const KnownPhrases& known_phrases) {
  std::vector<Phrase> out;
  for (std::size_t i = 0; i < known_phrases.size(); ++i) {
    out.emplace_back(known_phrases.at(i).begin(), known_phrases.at(i).end());
  }
  return out;
}

std::string refusal(const Bytes& bytes, std::size_t words = kWords) {
  const auto known_phrases = KnownPhrases::view(bytes, words);
  if (known_phrases) return "";
  EXPECT_EQ(known_phrases.error().code, ErrorCode::kBadModel);
  return known_phrases.error().message;
}

TEST(KnownPhrases, GiveBackWhatWasEncoded) {
  const auto known_phrases = KnownPhrases::view(encode_known_phrases(kThree), kWords);
  ASSERT_TRUE(known_phrases);
  EXPECT_EQ(listed(*known_phrases), kThree);
  EXPECT_EQ(KnownPhrases().size(), 0U);
  const auto none = KnownPhrases::view(encode_known_phrases({}), 0);
  ASSERT_TRUE(none);
  EXPECT_EQ(none->size(), 0U);
}

TEST(KnownPhrases, RefuseOtherSizes) {
  const Bytes whole = encode_known_phrases(kThree);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_NE(refusal(Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size))), "");
  }
  Bytes longer = whole;
  longer.push_back(std::byte{0});
  EXPECT_NE(refusal(longer), "");
  Bytes huge;
  base::append_le(huge, ~std::uint32_t{0});
  base::append_le(huge, ~std::uint32_t{0});
  EXPECT_NE(refusal(huge), "");
}

TEST(KnownPhrases, RefuseWordsThatTheVocabularyLacks) {
  EXPECT_NE(refusal(encode_known_phrases(kThree), 9).find("VOCB"), std::string::npos);
}

TEST(KnownPhrases, RefuseTermsOfNoWordsOrTooMany) {
  for (const int size : {0, 7, 255}) {
    Bytes bytes = encode_known_phrases(kThree);
    bytes[8] = static_cast<std::byte>(size);
    EXPECT_NE(refusal(bytes), "") << size;
  }
}

TEST(KnownPhrases, DamageIsRefusedOrGivesWordsOfTheVocabulary) {
  std::mt19937 random(1);
  const Bytes whole = encode_known_phrases(kThree);
  int read = 0;
  for (int i = 0; i < 3000; ++i) {
    Bytes bytes = whole;
    for (std::size_t n = 1 + random() % 3; n > 0; --n) {
      bytes[random() % bytes.size()] = static_cast<std::byte>(random() % 12);
    }
    const auto known_phrases = KnownPhrases::view(bytes, kWords);
    if (!known_phrases) continue;
    ++read;
    for (const Phrase& term : listed(*known_phrases)) {
      EXPECT_TRUE(!term.empty() && term.size() <= kMaxKnownPhraseWords);
      EXPECT_TRUE(std::all_of(term.begin(), term.end(), [](WordId w) { return w < kWords; }));
    }
  }
  EXPECT_GT(read, 100);
}

}  // namespace
}  // namespace despin::channel
