#include "lib/lm/ngram_model.h"

#include <cmath>

#include "gtest/gtest.h"
#include "lib/base/hash.h"
#include "models/build/encode/ngram_encoder.h"

namespace despin::lm {
namespace {

constexpr WordId kThe = 6;
constexpr WordId kParty = 7;
constexpr WordId kLeader = 8;
constexpr int kOrder = 3;

void add(NgramTable& table, std::initializer_list<WordId> words, float log_prob, float backoff) {
  table.hashes.push_back(base::hash_words(std::vector<WordId>(words)));
  table.log_probs.push_back(log_prob);
  table.backoffs.push_back(backoff);
}

// "<s> the", "the party", "party leader"; "<s> the party", "the party leader".
std::vector<std::byte> tiny() {
  NgramTables t;
  t.unigrams.log_probs = {-9, -32, -3, -5, -4, -6, -1, -2, -2.5F};
  t.unigrams.backoffs = {kNoExtension, -0.25F, kNoExtension, kNoExtension, kNoExtension,
                         kNoExtension, -0.5F,  -0.75F,       kNoExtension};
  t.levels.resize(2);
  add(t.levels[0], {kSentenceBeginWord, kThe}, -0.5F, -0.125F);
  add(t.levels[0], {kThe, kParty}, -1, -0.375F);
  add(t.levels[0], {kParty, kLeader}, -1.5F, kNoExtension);
  add(t.levels[1], {kSentenceBeginWord, kThe, kParty}, -0.25F, kNoExtension);
  add(t.levels[1], {kThe, kParty, kLeader}, -0.75F, kNoExtension);
  NgramCoding coding;
  coding.fingerprint_bits = {16, 16};
  auto bytes = encode_ngrams(t, coding);
  EXPECT_TRUE(bytes);
  return *bytes;
}

class Tiny : public testing::Test {
 protected:
  std::vector<std::byte> bytes_ = tiny();
  NgramModel model_ = *NgramModel::view(bytes_);
};

TEST_F(Tiny, KnowsItsShape) {
  EXPECT_EQ(model_.order(), kOrder);
  EXPECT_EQ(model_.words(), 9U);
  EXPECT_EQ(model_.ngrams(1), 9U);
  EXPECT_EQ(model_.ngrams(2), 3U);
  EXPECT_EQ(model_.ngrams(3), 2U);
  EXPECT_EQ(model_.ngrams(4), 0U);
  EXPECT_EQ(model_.ngrams(0), 0U);
}

TEST_F(Tiny, FindsTheLongestNgram) {
  State s = model_.begin_state();
  State next;
  EXPECT_FLOAT_EQ(model_.score(s, kThe, next), -0.5F);
  EXPECT_EQ(next.length, 2);
  s = next;
  EXPECT_FLOAT_EQ(model_.score(s, kParty, next), -0.25F);
  s = next;
  EXPECT_FLOAT_EQ(model_.score(s, kLeader, next), -0.75F);
  EXPECT_EQ(next.length, 0);  // nothing begins with "leader"
}

TEST_F(Tiny, AddsTheBackoffsOfContextsThatDoNotFit) {
  State s = model_.begin_state();
  State next;
  model_.score(s, kThe, next);
  s = next;
  // "<s> the leader": neither it nor "the leader" is there.
  EXPECT_FLOAT_EQ(model_.score(s, kLeader, next), -2.5F - 0.5F - 0.125F);
}

TEST_F(Tiny, KeepsOnlyTheContextThatMatters) {
  State next;
  model_.score(model_.empty_state(), kParty, next);
  EXPECT_EQ(next.length, 1);
  EXPECT_EQ(next.words[0], kParty);
  EXPECT_FLOAT_EQ(next.backoff[0], -0.75F);
  const State s = next;
  model_.score(s, kThe, next);  // "party the" is not there
  EXPECT_EQ(next.length, 1);
}

// What one context has learned serves another that ends in the same words.
TEST_F(Tiny, ALookUpMayStartFromOneThatSharesItsContext) {
  State begin_the;
  model_.score(model_.begin_state(), kThe, begin_the);
  State only_the;
  model_.score(model_.empty_state(), kThe, only_the);
  ASSERT_EQ(begin_the.length, 2);
  ASSERT_EQ(only_the.length, 1);
  for (WordId word = 0; word < 9; ++word) {
    Match shorter;
    Match plain;
    model_.look_up(only_the, word, nullptr, 0, shorter);
    model_.look_up(begin_the, word, nullptr, 0, plain);
    Match helped = shorter;  // stays so where nothing longer can be found
    model_.look_up(begin_the, word, &shorter, 1, helped);
    const State a = model_.next_state(begin_the, word, plain);
    const State b = model_.next_state(begin_the, word, helped);
    ASSERT_EQ(a.length, b.length) << word;
    for (int i = 0; i < a.length; ++i) EXPECT_EQ(a.words[i], b.words[i]) << word;
    for (int i = 0; i < a.length; ++i) EXPECT_EQ(a.backoff[i], b.backoff[i]) << word;
    EXPECT_EQ(ln_prob(begin_the, plain), ln_prob(begin_the, helped)) << word;
  }
}

TEST_F(Tiny, TakesAnyIdForAWord) {
  State next;
  EXPECT_FLOAT_EQ(model_.score(model_.empty_state(), 1000, next), -9);
  EXPECT_EQ(next.length, 0);
  EXPECT_FLOAT_EQ(model_.unigram(~WordId{0}), -9);
  EXPECT_FLOAT_EQ(model_.unigram(kThe), -1);
}

TEST(NgramModel, WithoutASectionScoresNothing) {
  const NgramModel model;
  State next;
  EXPECT_EQ(model.score(model.begin_state(), 7, next), 0);
  EXPECT_EQ(model.order(), 0);
  EXPECT_EQ(model.unigram(7), 0);
}

TEST(NgramEncoder, RefusesTwoOfOneKindAndUnevenTables) {
  NgramTables t;
  t.unigrams.log_probs.assign(9, -1);
  t.unigrams.backoffs.assign(9, kNoExtension);
  t.levels.resize(1);
  add(t.levels[0], {6, 7}, -1, kNoExtension);
  EXPECT_TRUE(encode_ngrams(t, {}));
  add(t.levels[0], {6, 7}, -1, kNoExtension);
  auto twice = encode_ngrams(t, {});
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.error().code, ErrorCode::kBadInput);
  NgramCoding wide;
  wide.prob_bits = 13;
  EXPECT_FALSE(encode_ngrams(t, wide));
  t.levels[0].backoffs.pop_back();
  EXPECT_FALSE(encode_ngrams(t, {}));
}

TEST(Codebook, PutsItsNumbersWhereTheValuesAre) {
  const auto codes = make_codebook({1, 1, 1.5F, 8, 8, 9.5F}, 2);
  ASSERT_EQ(codes.size(), 2U);
  EXPECT_FLOAT_EQ(codes[0], 3.5F / 3);
  EXPECT_FLOAT_EQ(codes[1], 25.5F / 3);
  EXPECT_EQ(make_codebook({}, 3), std::vector<float>(3, 0.0F));
}

// Of words that are not there, one in 2^bits looks as if it were.
TEST(StaticFunction, KeepsItsPromiseAboutStrangers) {
  constexpr std::uint32_t kBits = 8;
  std::vector<std::uint64_t> hashes;
  std::vector<std::uint64_t> values;
  for (WordId i = 0; i < 20000; ++i) {
    hashes.push_back(base::extend_hash(base::start_hash(i), i / 3));
    values.push_back(std::uint64_t{i % 1024} << kBits);
  }
  const auto built = build_function(hashes, values, kBits + 10, kBits);
  ASSERT_TRUE(built);
  ASSERT_TRUE(built->shape.valid());
  ASSERT_EQ(built->cells.size(), built->shape.bytes());
  EXPECT_LT(built->shape.cells(), 20000U * 5 / 4 + 3000);
  const StaticFunction f = StaticFunction::view(built->shape, built->cells);
  const auto matches = [&](const StaticFunction::Place& place) {
    return ((f.value(place) ^ StaticFunction::fingerprint(place)) & 0xFF) == 0;
  };
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    const auto place = f.locate(hashes[i]);
    ASSERT_TRUE(matches(place));
    ASSERT_EQ((f.value(place) >> kBits) & 1023, i % 1024);
  }
  int strangers = 0;
  constexpr int kAsked = 200000;
  for (WordId i = 0; i < kAsked; ++i) {
    strangers += matches(f.locate(base::extend_hash(base::start_hash(i), i + 1000000))) ? 1 : 0;
  }
  EXPECT_NEAR(strangers, kAsked / 256.0, 5 * std::sqrt(kAsked / 256.0));
}

TEST(StaticFunction, HoldsAnyNumberOfHashesDownToNone) {
  for (const std::size_t n : {0U, 1U, 2U, 3U, 5U, 10U, 33U, 100U, 333U}) {
    std::vector<std::uint64_t> hashes;
    std::vector<std::uint64_t> values;
    for (std::size_t i = 0; i < n; ++i) {
      hashes.push_back(base::mix64(i));
      values.push_back(i);
    }
    const auto built = build_function(hashes, values, 9, 0);
    ASSERT_TRUE(built) << n;
    const StaticFunction f = StaticFunction::view(built->shape, built->cells);
    for (std::size_t i = 0; i < n; ++i) EXPECT_EQ(f.value(f.locate(hashes[i])) & 511, i) << n;
  }
}

}  // namespace
}  // namespace despin::lm
