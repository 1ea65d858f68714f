// The section TERM, as written and as damaged.
#include "lib/channel/terms.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "lib/base/bytes.h"

namespace despin::channel {
namespace {

using Bytes = std::vector<std::byte>;
using Term = std::vector<WordId>;

const std::vector<Term> kThree = {{7, 9}, {8}, {6, 6, 9, 7, 8, 6}};
constexpr std::size_t kWords = 10;

std::vector<Term> listed(const Terms& terms) {
  std::vector<Term> out;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    out.emplace_back(terms.at(i).begin(), terms.at(i).end());
  }
  return out;
}

std::string refusal(const Bytes& bytes, std::size_t words = kWords) {
  const auto terms = Terms::view(bytes, words);
  if (terms) return "";
  EXPECT_EQ(terms.error().code, ErrorCode::kBadModel);
  return terms.error().message;
}

TEST(Terms, GiveBackWhatWasEncoded) {
  const auto terms = Terms::view(encode_terms(kThree), kWords);
  ASSERT_TRUE(terms);
  EXPECT_EQ(listed(*terms), kThree);
  EXPECT_EQ(Terms().size(), 0U);
  const auto none = Terms::view(encode_terms({}), 0);
  ASSERT_TRUE(none);
  EXPECT_EQ(none->size(), 0U);
}

TEST(Terms, RefuseOtherSizes) {
  const Bytes whole = encode_terms(kThree);
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

TEST(Terms, RefuseWordsThatTheVocabularyLacks) {
  EXPECT_NE(refusal(encode_terms(kThree), 9).find("VOCB"), std::string::npos);
}

TEST(Terms, RefuseTermsOfNoWordsOrTooMany) {
  for (const int size : {0, 7, 255}) {
    Bytes bytes = encode_terms(kThree);
    bytes[8] = static_cast<std::byte>(size);
    EXPECT_NE(refusal(bytes), "") << size;
  }
}

TEST(Terms, DamageIsRefusedOrGivesWordsOfTheVocabulary) {
  std::mt19937 random(1);
  const Bytes whole = encode_terms(kThree);
  int read = 0;
  for (int i = 0; i < 3000; ++i) {
    Bytes bytes = whole;
    for (std::size_t n = 1 + random() % 3; n > 0; --n) {
      bytes[random() % bytes.size()] = static_cast<std::byte>(random() % 12);
    }
    const auto terms = Terms::view(bytes, kWords);
    if (!terms) continue;
    ++read;
    for (const Term& term : listed(*terms)) {
      EXPECT_TRUE(!term.empty() && term.size() <= kMaxTermWords);
      EXPECT_TRUE(std::all_of(term.begin(), term.end(), [](WordId w) { return w < kWords; }));
    }
  }
  EXPECT_GT(read, 100);
}

}  // namespace
}  // namespace despin::channel
