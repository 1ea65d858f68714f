// Families of spinners, learned from made pairs and pages.
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "lib/channel/channel.h"
#include "lib/decode/decoder.h"
#include "lib/format/vocabulary.h"
#include "models/build/encode/vocabulary_encoder.h"
#include "models/build/families/estimate.h"
#include "models/build/families/fit.h"
#include "models/build/pairs/pairs.h"

namespace despin::train {
namespace {

std::vector<std::byte> vocabulary_section() {
  std::vector<format::VocabularyEntry> words;
  for (const char* word : {"<unk>", "<s>", "</s>", "<num>", ",", "<code>", "pier", "jetty", "boat",
                           "vessel", "the", "small"}) {
    words.push_back({word, 1});
  }
  return format::encode_vocabulary(words);
}

PhrasePair pair(std::vector<std::string> written, std::vector<std::string> meant) {
  PhrasePair out;
  out.written = std::move(written);
  out.meant = std::move(meant);
  return out;
}

TEST(CountPairs, CountsSwapsOfKnownWordsAndNothingKept) {
  const auto section = vocabulary_section();
  const auto vocabulary = format::Vocabulary::view(section);
  const auto id = [&](const char* word) { return std::vector<WordId>{vocabulary->find(word)}; };
  const std::vector<PhrasePair> pairs = {pair({"the", "vessel"}, {"the", "boat"}),
                                         pair({"small", "vessel"}, {"small", "boat"}),
                                         pair({"vessel"}, {"boat"}), pair({"zigzag"}, {"pier"})};
  const FormCounts counts = count_pairs(pairs, *vocabulary);
  EXPECT_NEAR(counts.at(channel::hash_form(id("vessel"))), 3, 0.3);
  EXPECT_FALSE(counts.contains(channel::hash_form(id("the"))));
  EXPECT_FALSE(counts.contains(channel::hash_form(id("<unk>"))));
}

TEST(CountSpans, AddsPosteriors) {
  std::vector<decode::InputWord> input_words(4);
  for (std::size_t i = 0; i < input_words.size(); ++i)
    input_words[i].word = static_cast<WordId>(6 + i);
  decode::Decoding decoding;
  decoding.spans = {{.begin = 0, .end = 1, .posterior = 0.5F},
                    {.begin = 1, .end = 3, .posterior = 0.25F}};
  const std::vector<WordId> one{6};
  const std::vector<WordId> two{7, 8};
  FormCounts counts{{channel::hash_form(one), 1.0}};
  count_spans(input_words, decoding, counts);
  EXPECT_EQ(counts.size(), 2U);
  EXPECT_DOUBLE_EQ(counts.at(channel::hash_form(one)), 1.5);
  EXPECT_DOUBLE_EQ(counts.at(channel::hash_form(two)), 0.25);
}

// By hand: form 1 has 3 of 10 uses, so a prior of 10 lends each family 3 of it. Shares are
// (3 + 3) / (4 + 10) and (0 + 3) / (6 + 10), .42857 and .1875, their mean .30804.
TEST(EstimateRatios, SmoothsTowardsThePool) {
  const std::vector<FormCounts> families = {{{1, 3.0}, {2, 1.0}}, {{2, 6.0}}};
  const auto forms = estimate_ratios(families, {.prior = 10});
  ASSERT_EQ(forms.size(), 2U);
  EXPECT_EQ(forms[0].hash, 1U);
  EXPECT_NEAR(forms[0].ratio_nats[0], std::log(0.42857 / 0.30804), 1e-4);
  EXPECT_NEAR(forms[0].ratio_nats[1], std::log(0.1875 / 0.30804), 1e-4);
  EXPECT_LT(forms[1].ratio_nats[0], 0);
  EXPECT_GT(forms[1].ratio_nats[1], 0);
}

TEST(EstimateRatios, SaysNothingOfAFamilyWithoutCountsButThatItIsThePool) {
  const std::vector<FormCounts> families = {{{1, 3.0}}, {}};
  const auto forms = estimate_ratios(families, {.prior = 10});
  EXPECT_NEAR(forms[0].ratio_nats[0], 0, 1e-6);
  EXPECT_NEAR(forms[0].ratio_nats[1], 0, 1e-6);
  EXPECT_TRUE(estimate_ratios(std::vector<FormCounts>{{}, {}}, {}).empty());
}

TEST(FitWeights, TrustsRatiosAsFarAsTheyHold) {
  // Of ten texts that say 4 nats for the first family, nine are of it.
  std::vector<FamilyExample> examples;
  for (std::size_t i = 0; i < 10; ++i) {
    examples.push_back({{{4, 0}, 5.0 + static_cast<double>(i), 0}, i == 0 ? 1U : 0U, 0});
  }
  const channel::FamilyWeights weights = fit_weights(examples);
  EXPECT_NEAR(4 * weights.scale, std::log(9), 0.05);
  EXPECT_EQ(weights.most_swaps, 14);
  EXPECT_LT(weights.unknown_nats, -3) << "none is of another";
  const double fitted = mean_ln_posterior(examples, weights);
  EXPECT_NEAR(fitted, 0.9 * std::log(0.9) + 0.1 * std::log(0.1), 0.05);
  EXPECT_GT(fitted, mean_ln_posterior(examples, {1, 0, 14, 0}));
}

TEST(FitWeights, GivesEveryGroupOneVote) {
  // A hundred of a family without evidence, two of none: "unknown" is as likely all the same.
  std::vector<FamilyExample> examples(100, {{{0}, 1, 0}, 0, 0});
  examples.push_back({{{0}, 1, 0}, 1, 1});
  examples.push_back({{{0}, 1, 0}, 1, 1});
  EXPECT_NEAR(fit_weights(examples).unknown_nats, 0, 0.01);
}

TEST(FitWeights, LearnsThatFormsInNoListAreAStrangers) {
  // Three of four texts with a list's forms are the family's, one of four without.
  std::vector<FamilyExample> examples;
  for (std::size_t i = 0; i < 4; ++i) {
    examples.push_back({{{0}, 10, 0}, i == 0 ? 1U : 0U, 0});
    examples.push_back({{{0}, 0, 10}, i == 0 ? 0U : 1U, 0});
  }
  const channel::FamilyWeights weights = fit_weights(examples);
  EXPECT_NEAR(weights.unknown_nats, -std::log(3), 0.01);
  EXPECT_NEAR(weights.unlisted_nats, 2 * std::log(3), 0.02);
}

}  // namespace
}  // namespace despin::train
