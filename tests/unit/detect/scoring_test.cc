#include "lib/detect/scoring.h"

#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "gtest/gtest.h"
#include "models/build/encode/scoring_encoder.h"

namespace despin::detect {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

Weights some_weights() {
  Weights w;
  w.bias = -1.5;
  for (std::size_t i = 0; i < kFeatureCount; ++i) {
    w.mean[i] = 0.25 * static_cast<double>(i);
    w.inverse_scale[i] = 2;
    w.weight[i] = i % 2 == 0 ? 0.5 : -0.25;
  }
  w.min_words = 30;
  w.min_known_share = 0.75;
  w.min_control_ln_p = -8;
  return w;
}

Calibration some_calibration() {
  return {{0.1, 0.01, 0.001}, {{30, 3000, {0, 1, 2}}, {100, 800, {0.5, 1.5, kInfinity}}}};
}

Result<Scoring> view(const Weights& weights, const Calibration& calibration) {
  return Scoring::view(encode_weights(weights), encode_calibration(calibration));
}

TEST(Scoring, GivesBackWhatWasEncoded) {
  const auto scoring = view(some_weights(), some_calibration());
  ASSERT_TRUE(scoring);
  const Weights expected = some_weights();
  EXPECT_EQ(scoring->weights().bias, expected.bias);
  EXPECT_EQ(scoring->weights().mean, expected.mean);
  EXPECT_EQ(scoring->weights().inverse_scale, expected.inverse_scale);
  EXPECT_EQ(scoring->weights().weight, expected.weight);
  EXPECT_EQ(scoring->weights().min_words, 30U);
  EXPECT_EQ(scoring->weights().min_known_share, 0.75);
  EXPECT_EQ(scoring->weights().min_control_ln_p, -8);
  ASSERT_EQ(scoring->calibration().bands.size(), 2U);
  EXPECT_EQ(scoring->calibration().bands[1].texts, 800U);
  EXPECT_EQ(scoring->calibration().bands[1].thresholds[2], kInfinity);
}

TEST(Scoring, AddsItsContributionsToTheBias) {
  const auto scoring = view(some_weights(), some_calibration());
  Features features{};
  EXPECT_DOUBLE_EQ(scoring->contribution(features, kEvidence), 0);
  features[kEvidence] = 1;
  EXPECT_DOUBLE_EQ(scoring->contribution(features, kEvidence), 1 * 2 * 0.5);
  double sum = -1.5;
  for (std::uint8_t i = 0; i < kFeatureCount; ++i) {
    sum += scoring->contribution(features, static_cast<Feature>(i));
  }
  EXPECT_DOUBLE_EQ(scoring->score(features), sum);
}

TEST(Scoring, LetsNoFeatureRunAway) {
  const auto scoring = view(some_weights(), some_calibration());
  Features features{};
  features[kEvidence] = 1e9;
  const double most = scoring->contribution(features, kEvidence);
  EXPECT_LT(most, 20);
  features[kEvidence] = 1e12;
  EXPECT_EQ(scoring->contribution(features, kEvidence), most);
  features[kEvidence] = -1e12;
  EXPECT_EQ(scoring->contribution(features, kEvidence), -most);
}

TEST(Scoring, ReadsTheBoundOffTheBandOfTheLength) {
  const auto scoring = view(some_weights(), some_calibration());
  const auto bound = [&](double score, std::uint32_t words) {
    return scoring->false_positive_bound(score, words);
  };
  EXPECT_EQ(bound(-0.1, 30), 1);
  EXPECT_EQ(bound(0, 30), 0.1);
  EXPECT_EQ(bound(1.5, 99), 0.01);
  EXPECT_EQ(bound(5, 99), 0.001);
  EXPECT_EQ(bound(0.4, 100), 1);
  EXPECT_EQ(bound(1.5, 100), 0.01);
  EXPECT_EQ(bound(1e9, 5000), 0.01) << "800 texts cannot promise 0.001";
}

TEST(Scoring, PromisesNothingBelowTheFirstBandOrWithoutBands) {
  EXPECT_EQ(view(some_weights(), some_calibration())->false_positive_bound(1e9, 29), 1);
  EXPECT_EQ(view(some_weights(), {{0.1}, {}})->false_positive_bound(1e9, 500), 1);
  EXPECT_EQ(view(some_weights(), {})->false_positive_bound(1e9, 500), 1);
  EXPECT_EQ(Scoring().false_positive_bound(1e9, 500), 1);
}

TEST(Scoring, NeverPromisesLessForAHigherScore) {
  std::mt19937_64 random(5);
  for (int round = 0; round < 200; ++round) {
    Calibration calibration{{0.5, 0.1, 0.05, 0.01}, {{1, 1, {}}}};
    for (std::size_t i = 0; i < calibration.rates.size(); ++i) {
      // Thresholds in any order, as a corrupt table may have them.
      calibration.bands[0].thresholds.push_back(static_cast<double>(random() % 100) / 10);
    }
    const auto scoring = view(some_weights(), calibration);
    ASSERT_TRUE(scoring);
    double before = 1;
    for (double score = -1; score < 12; score += 0.05) {
      const double bound = scoring->false_positive_bound(score, 10);
      EXPECT_LE(bound, before);
      before = bound;
    }
    EXPECT_LT(before, 0.1);
  }
}

TEST(Scoring, RefusesNumbersThatAreNone) {
  const auto refused = [](auto change) {
    Weights w = some_weights();
    Calibration c = some_calibration();
    change(w, c);
    const auto scoring = view(w, c);
    return !scoring && scoring.error().code == ErrorCode::kBadModel;
  };
  for (const double bad : {kNaN, kInfinity, -kInfinity}) {
    EXPECT_TRUE(refused([bad](Weights& w, Calibration&) { w.bias = bad; }));
    EXPECT_TRUE(refused([bad](Weights& w, Calibration&) { w.mean[3] = bad; }));
    EXPECT_TRUE(refused([bad](Weights& w, Calibration&) { w.inverse_scale[0] = bad; }));
    EXPECT_TRUE(refused([bad](Weights& w, Calibration&) { w.weight[9] = bad; }));
    EXPECT_TRUE(refused([bad](Weights& w, Calibration&) { w.min_known_share = bad; }));
    EXPECT_TRUE(refused([bad](Weights& w, Calibration&) { w.min_control_ln_p = bad; }));
    EXPECT_TRUE(refused([bad](Weights&, Calibration& c) { c.rates[0] = bad; }));
  }
  EXPECT_TRUE(refused([](Weights&, Calibration& c) { c.bands[0].thresholds[0] = kNaN; }));
  EXPECT_FALSE(refused([](Weights&, Calibration& c) { c.bands[0].thresholds[0] = -kInfinity; }));
}

TEST(Scoring, RefusesTablesThatPromiseTooMuch) {
  Calibration c = some_calibration();
  c.rates[2] = 0;
  EXPECT_FALSE(view(some_weights(), c));
  c.rates[2] = -0.5;
  EXPECT_FALSE(view(some_weights(), c));
  c.rates[2] = 1.5;
  EXPECT_FALSE(view(some_weights(), c));
  c = some_calibration();
  c.bands[1].min_words = c.bands[0].min_words;
  EXPECT_FALSE(view(some_weights(), c));
}

TEST(Scoring, RefusesEveryOtherLength) {
  const auto scor = encode_weights(some_weights());
  const auto calb = encode_calibration(some_calibration());
  for (std::size_t size = 0; size < scor.size(); ++size) {
    EXPECT_FALSE(Scoring::view(std::span(scor).first(size), calb)) << size;
  }
  for (std::size_t size = 0; size < calb.size(); ++size) {
    EXPECT_FALSE(Scoring::view(scor, std::span(calb).first(size))) << size;
  }
  auto longer = scor;
  longer.push_back(std::byte{0});
  EXPECT_FALSE(Scoring::view(longer, calb));
  longer = calb;
  longer.push_back(std::byte{0});
  EXPECT_FALSE(Scoring::view(scor, longer));
}

TEST(Scoring, RefusesMoreFeaturesThanItKnowsAndNone) {
  auto scor = encode_weights(some_weights());
  scor[0] = static_cast<std::byte>(kFeatureCount + 1);
  EXPECT_FALSE(Scoring::view(scor, encode_calibration(some_calibration())));
  scor[0] = std::byte{0};
  EXPECT_FALSE(Scoring::view(scor, encode_calibration(some_calibration())));
}

// A model built before a feature was thought of.
TEST(Scoring, GivesNoWeightToFeaturesThatTheModelLacks) {
  constexpr std::size_t kKnown = 10;
  static_assert(kKnown < kFeatureCount);
  const auto whole = encode_weights(some_weights());
  // Behind the count and the bias stand three floats a feature.
  std::vector<std::byte> scor = whole;
  scor[0] = static_cast<std::byte>(kKnown);
  scor.erase(scor.begin() + 8 + 12 * kKnown, scor.begin() + 8 + 12 * kFeatureCount);
  const auto scoring = Scoring::view(scor, encode_calibration(some_calibration()));
  ASSERT_TRUE(scoring);
  EXPECT_EQ(scoring->weights().min_words, some_weights().min_words);
  EXPECT_EQ(scoring->weights().weight[kKnown - 1], some_weights().weight[kKnown - 1]);
  Features features{};
  features[kEvidence] = 1;
  const double before = scoring->score(features);
  for (std::size_t i = kKnown; i < kFeatureCount; ++i) features[i] = 5;
  EXPECT_EQ(scoring->score(features), before);
  for (std::size_t i = kKnown; i < kFeatureCount; ++i) {
    EXPECT_EQ(scoring->contribution(features, static_cast<Feature>(i)), 0);
  }
}

TEST(Scoring, RefusesTablesTooLargeToHold) {
  auto calb = encode_calibration(some_calibration());
  for (std::size_t i = 0; i < 8; ++i) calb[i] = std::byte{0xFF};
  EXPECT_FALSE(Scoring::view(encode_weights(some_weights()), calb));
}

}  // namespace
}  // namespace despin::detect
