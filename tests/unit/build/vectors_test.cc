#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

#include "gtest/gtest.h"
#include "lib/base/bytes.h"
#include "models/build/encode/vectors.h"

namespace despin::vectors {
namespace {

// Rows of small integers with a 7 among them are stored as they are.
std::vector<vectors::WordVector> exact_vectors() {
  return {{6, {7, 0, 0, 0}}, {7, {7, 7, 0, 0}}, {70, {0, 0, 7, -3}}, {200, {-7, 0, 0, 0}}};
}

struct Encoded {
  std::vector<std::byte> bytes;
  vectors::Vectors view;
  explicit Encoded(const std::vector<vectors::WordVector>& vectors, std::uint32_t dimensions)
      : bytes(vectors::encode_vectors(vectors, dimensions)) {
    auto v = vectors::Vectors::view(bytes);
    EXPECT_TRUE(v) << v.error().message;
    if (v) view = *v;
  }
};

// A stretch of numbers that is the same everywhere.
class Numbers {
 public:
  float next() {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<float>(static_cast<std::int32_t>(state_ >> 32)) / 2147483648.0F;
  }

 private:
  std::uint64_t state_ = 1;
};

std::vector<vectors::WordVector> many_vectors(std::uint32_t count, std::uint32_t dimensions) {
  Numbers numbers;
  std::vector<vectors::WordVector> all;
  for (std::uint32_t i = 0; i < count; ++i) {
    std::vector<float> values(dimensions);
    for (float& value : values) value = numbers.next();
    all.push_back({6 + 3 * i, std::move(values)});
  }
  return all;
}

double exact_cosine(const std::vector<float>& a, const std::vector<float>& b) {
  double ab = 0, aa = 0, bb = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    ab += double{a[i]} * b[i];
    aa += double{a[i]} * a[i];
    bb += double{b[i]} * b[i];
  }
  return ab / std::sqrt(aa * bb);
}

TEST(EmbedVectors, KnowsExactlyTheWordsItWasGiven) {
  const Encoded e(exact_vectors(), 4);
  EXPECT_EQ(e.view.size(), 4U);
  EXPECT_EQ(e.view.dimensions(), 4U);
  for (WordId id = 0; id < 1000; ++id) {
    EXPECT_EQ(e.view.has(id), id == 6 || id == 7 || id == 70 || id == 200) << id;
  }
  EXPECT_FALSE(e.view.has(~WordId{0}));
}

TEST(EmbedVectors, GivesCosinesOfWords) {
  const Encoded e(exact_vectors(), 4);
  EXPECT_EQ(e.view.cosine(6, 6), 1);
  EXPECT_EQ(e.view.cosine(70, 70), 1);
  EXPECT_EQ(e.view.cosine(6, 200), -1);
  EXPECT_EQ(e.view.cosine(6, 70), 0);
  EXPECT_NEAR(e.view.cosine(6, 7), std::sqrt(0.5), 1e-6);
  EXPECT_EQ(e.view.cosine(7, 200), e.view.cosine(200, 7));
  EXPECT_EQ(e.view.cosine(6, 8), 0);
}

// By hand: (1,0,0,0) + (1,1,0,0)/sqrt(2) has length sqrt(2 + sqrt(2)) and is turned
// by half of 45 degrees from its first word.
TEST(EmbedVectors, SumsTheUnitVectorsOfAPhrase) {
  const Encoded e(exact_vectors(), 4);
  const std::vector<WordId> both{6, 7};
  const std::vector<WordId> first{6};
  EXPECT_NEAR(e.view.cosine(both, first), std::cos(std::acos(-1.0) / 8), 1e-5);
  const std::vector<WordId> with_strangers{9, 6, 100000, 7};
  EXPECT_EQ(e.view.cosine(with_strangers, first), e.view.cosine(both, first));
}

TEST(EmbedVectors, HasNoDirectionWithoutWords) {
  const Encoded e(exact_vectors(), 4);
  const std::vector<WordId> opposites{6, 200};
  const std::vector<WordId> first{6};
  const std::vector<WordId> strangers{8, 9};
  EXPECT_EQ(e.view.cosine(opposites, first), 0);
  EXPECT_EQ(e.view.cosine(strangers, first), 0);
  EXPECT_EQ(e.view.cosine({}, {}), 0);
  const vectors::Vectors none;
  EXPECT_FALSE(none.has(6));
  EXPECT_EQ(none.cosine(6, 6), 0);
  EXPECT_EQ(none.cosine(first, first), 0);
}

TEST(EmbedVectors, StaysNearTheExactCosine) {
  const auto all = many_vectors(300, 100);
  const Encoded e(all, 100);
  ASSERT_EQ(e.view.size(), all.size());
  for (std::size_t i = 0; i + 1 < all.size(); ++i) {
    const WordId a = all[i].word;
    const WordId b = all[i + 1].word;
    EXPECT_NEAR(e.view.cosine(a, b), exact_cosine(all[i].values, all[i + 1].values), 0.05);
    EXPECT_NEAR(e.view.cosine(a, b), e.view.cosine(std::span(&a, 1), std::span(&b, 1)), 1e-6);
  }
}

TEST(EmbedVectors, ForgetsLengths) {
  auto all = many_vectors(50, 10);
  const Encoded before(all, 10);
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (float& value : all[i].values) value = std::ldexp(value, static_cast<int>(i) * 4 - 100);
  }
  EXPECT_EQ(vectors::encode_vectors(all, 10), before.bytes);
}

TEST(EmbedVectors, LeavesOutVectorsWithoutDirection) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
  const Encoded e({{6, {0, 0}}, {7, {1, kNan}}, {8, {kInfinity, 1}}, {9, {1, 1}}, {900, {0, 0}}},
                  2);
  EXPECT_EQ(e.view.size(), 1U);
  EXPECT_TRUE(e.view.has(9));
  for (const WordId id : {6U, 7U, 8U, 900U}) EXPECT_FALSE(e.view.has(id)) << id;
}

// 1,024 equal words of the longest row drive a sum as far as it goes.
TEST(EmbedVectors, BearsTheLongestPhraseAndLeavesOutTheRest) {
  const Encoded e({{6, std::vector<float>(kMaxDimensions, -1)},
                   {7,
                    [] {
                      std::vector<float> one(kMaxDimensions, 0);
                      one[3] = -5;
                      return one;
                    }()}},
                  kMaxDimensions);
  std::vector<WordId> flat(kMaxPhraseWords, 6);
  std::vector<WordId> sharp(kMaxPhraseWords, 7);
  EXPECT_EQ(e.view.cosine(flat, flat), 1);
  EXPECT_EQ(e.view.cosine(sharp, sharp), 1);
  EXPECT_NEAR(e.view.cosine(flat, sharp), 1 / std::sqrt(256.0), 1e-6);
  const float cosine = e.view.cosine(flat, sharp);
  flat.push_back(7);
  EXPECT_EQ(e.view.cosine(flat, sharp), cosine);
}

// The bytes that models/FORMAT.md describes; what was written once must stay readable.
TEST(EmbedVectors, WritesTheDocumentedBytes) {
  const auto bytes =
      vectors::encode_vectors(std::vector<vectors::WordVector>{{6, {1, -1}}, {64, {0, 0.5F}}}, 2);
  const std::vector<std::uint8_t> want{
      2,    0,   0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0,  // rows, dimensions, blocks
      0x40, 0,   0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0,  // words 6 and 64 are present
      0,    0,   0, 0, 1, 0, 0, 0,                          // rows before each block
      0x1F, 0xF8};                                          // (7, -7) and (0, 7), each plus 8
  ASSERT_EQ(bytes.size(), want.size());
  EXPECT_EQ(std::memcmp(bytes.data(), want.data(), want.size()), 0);
}

TEST(EmbedVectors, RefusesBytesThatAreNoSection) {
  const auto whole = vectors::encode_vectors(exact_vectors(), 4);
  for (std::size_t n = 0; n < whole.size(); ++n) {
    // A copy of exact size, so that a sanitizer sees a read past the end.
    const std::vector<std::byte> part(whole.begin(),
                                      whole.begin() + static_cast<std::ptrdiff_t>(n));
    const auto v = vectors::Vectors::view(part);
    ASSERT_FALSE(v) << n;
    EXPECT_EQ(v.error().code, ErrorCode::kBadModel);
  }
  auto longer = whole;
  longer.push_back(std::byte{0});
  EXPECT_FALSE(vectors::Vectors::view(longer));
  for (const std::uint32_t dimensions : {0U, 3U, 258U, ~0U}) {
    auto corrupt = whole;
    base::store_le(corrupt.data() + 4, dimensions);
    EXPECT_FALSE(vectors::Vectors::view(corrupt)) << dimensions;
  }
  for (const std::size_t at : {0U, 8U}) {
    auto corrupt = whole;
    base::store_le(corrupt.data() + at, ~std::uint32_t{0});
    EXPECT_FALSE(vectors::Vectors::view(corrupt)) << at;
  }
}

TEST(EmbedVectors, StaysInBoundsAndInRangeWhateverTheBytes) {
  const auto whole = vectors::encode_vectors(exact_vectors(), 4);
  const std::vector<WordId> phrase{6, 7, 70, 200};
  std::size_t viewed = 0;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (const unsigned flip : {1U, 0x80U, 0xFFU}) {
      auto corrupt = whole;
      corrupt[at] ^= static_cast<std::byte>(flip);
      const auto v = vectors::Vectors::view(corrupt);
      if (!v) continue;
      ++viewed;
      for (WordId a = 0; a < 300; ++a) {
        const float one = v->cosine(a, 70);
        const float many = v->cosine(std::span(&a, 1), phrase);
        ASSERT_TRUE(one >= -1 && one <= 1 && many >= -1 && many <= 1) << at << ' ' << a;
      }
    }
  }
  EXPECT_GT(viewed, whole.size());  // damage past the header is not noticed here
}

}  // namespace
}  // namespace despin::vectors
