#include "models/build/verdict/calibrate.h"

#include <cmath>
#include <limits>
#include <vector>

#include "gtest/gtest.h"

namespace despin::train {
namespace {

TEST(ClopperPearson, AgreesWithClosedForms) {
  // No success: (1 - p)^n = 0.05. The "rule of three" is its approximation.
  EXPECT_NEAR(clopper_pearson_upper(0, 3000, 0.95), 1 - std::pow(0.05, 1.0 / 3000), 1e-9);
  // All but one: 1 - p^n = 0.05.
  EXPECT_NEAR(clopper_pearson_upper(9, 10, 0.95), std::pow(0.95, 0.1), 1e-9);
  EXPECT_EQ(clopper_pearson_upper(10, 10, 0.95), 1);
}

TEST(ClopperPearson, GrowsWithSuccessesAndShrinksWithTrials) {
  EXPECT_LT(clopper_pearson_upper(1, 100, 0.95), clopper_pearson_upper(2, 100, 0.95));
  EXPECT_GT(clopper_pearson_upper(1, 100, 0.95), clopper_pearson_upper(1, 200, 0.95));
}

std::vector<double> one_to(int n) {
  std::vector<double> scores;
  for (int i = 1; i <= n; ++i) scores.push_back(i);
  return scores;
}

TEST(Threshold, PromisesNothingThatTooFewTextsCannotBear) {
  EXPECT_EQ(threshold(one_to(2000), 0.001, 0.95), std::numeric_limits<double>::infinity());
  EXPECT_EQ(threshold({}, 0.5, 0.95), std::numeric_limits<double>::infinity());
}

TEST(Threshold, LetsAsManyTextsPassAsTheBoundAllows) {
  // 3,000 texts bear a rate of 0.001 only if none of them passes.
  const double none = threshold(one_to(3000), 0.001, 0.95);
  EXPECT_GT(none, 3000);
  EXPECT_LT(none, 3001);
  // At 0.01 some may pass: the count that passes is within the bound, one more is not.
  const double some = threshold(one_to(3000), 0.01, 0.95);
  const auto passing = static_cast<std::uint64_t>(3000 - std::floor(some));
  EXPECT_GT(passing, 0U);
  EXPECT_LE(clopper_pearson_upper(passing, 3000, 0.95), 0.01);
  EXPECT_GT(clopper_pearson_upper(passing + 1, 3000, 0.95), 0.01);
}

TEST(Threshold, CountsTiesAsPassingTogether) {
  // 100 texts share the highest score, so a threshold that excludes some excludes all.
  std::vector<double> scores = one_to(2900);
  scores.insert(scores.end(), 100, 5000.0);
  EXPECT_GT(threshold(scores, 0.001, 0.95), 5000);
}

}  // namespace
}  // namespace despin::train
