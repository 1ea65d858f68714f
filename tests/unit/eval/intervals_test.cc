#include "lib/eval/intervals.h"

#include <algorithm>
#include <random>
#include <vector>

#include "gtest/gtest.h"

namespace despin::eval {
namespace {

constexpr double kTolerance = 1e-5;

// The figures are of R's binom.test().
TEST(ClopperPearson, AgreesWithR) {
  const Interval few = *clopper_pearson(3, 218);
  EXPECT_NEAR(few.low, 0.002847, kTolerance);
  EXPECT_NEAR(few.high, 0.039688, kTolerance);
  EXPECT_EQ(clopper_pearson(0, 10)->low, 0);
  EXPECT_NEAR(clopper_pearson(0, 10)->high, 0.308497, kTolerance);
  EXPECT_NEAR(clopper_pearson(10, 10)->low, 0.691503, kTolerance);
  EXPECT_EQ(clopper_pearson(10, 10)->high, 1);
  EXPECT_FALSE(clopper_pearson(0, 0));
}

// By hand: areas of the spun texts 1/2, 1, 1 and of the clean ones 1, 2/3; AUROC 5/6. Variances
// (1/12)/3 and (1/18)/2 add up to 1/18, whose root is on the log-odds scale 1.6971; 1.6094 less and
// plus 1.96 of it.
TEST(AurocInterval, IsDeLongsOnTheScaleOfLogOdds) {
  const auto h = histogram(std::vector<double>{1, 3}, std::vector<double>{2, 4, 5});
  ASSERT_DOUBLE_EQ(*auroc(h), 5.0 / 6);
  EXPECT_NEAR(auroc_interval(h)->low, 0.152293, kTolerance);
  EXPECT_NEAR(auroc_interval(h)->high, 0.992865, kTolerance);
}

// Of one text a label the score interval is Wilson's of one success: 1 / (1 + 1.96^2).
TEST(AurocInterval, IsWideWhereTheLabelsDoNotOverlap) {
  const auto one = histogram(std::vector<double>{1}, std::vector<double>{2});
  EXPECT_NEAR(auroc_interval(one)->low, 0.206549, kTolerance);
  EXPECT_EQ(auroc_interval(one)->high, 1);
  const auto reversed = histogram(std::vector<double>{2}, std::vector<double>{1});
  EXPECT_NEAR(auroc_interval(reversed)->high, 1 - 0.206549, kTolerance);
  EXPECT_EQ(auroc_interval(reversed)->low, 0);
  const auto many = histogram(std::vector<double>(50, 1), std::vector<double>(50, 2));
  EXPECT_GT(auroc_interval(many)->low, 0.9);
  EXPECT_LT(auroc_interval(many)->low, 1);
  EXPECT_FALSE(auroc_interval(histogram({}, std::vector<double>{1})));
}

// Of 400 samples of 15 texts a label, of scores whose area is known: Phi(1 / sqrt(2)).
TEST(AurocInterval, HoldsTheTrueAreaNearlyAlways) {
  constexpr double kTrueArea = 0.760250;
  std::mt19937_64 random(7);
  // Twelve uniform numbers are near enough to a normal one, and the same on every platform.
  const auto normal = [&] {
    double sum = -6;
    for (int i = 0; i < 12; ++i) sum += static_cast<double>(random() >> 11) * 0x1p-53;
    return sum;
  };
  int held = 0;
  for (int sample = 0; sample < 400; ++sample) {
    std::vector<double> clean;
    std::vector<double> spun;
    for (int i = 0; i < 15; ++i) clean.push_back(normal());
    for (int i = 0; i < 15; ++i) spun.push_back(1 + normal());
    const Interval interval = *auroc_interval(histogram(clean, spun));
    held += interval.low <= kTrueArea && kTrueArea <= interval.high;
  }
  EXPECT_GE(held, 372);  // 93 %
}

// Documents of one trial each are as independent trials.
TEST(ClusteredInterval, IsClopperAndPearsonsOfSingleTrials) {
  std::vector<Share> documents;
  for (int i = 0; i < 100; ++i) documents.push_back({i % 2 == 0 ? 1.0 : 0.0, 1});
  const Interval clustered = *clustered_interval(documents);
  const Interval exact = *clopper_pearson(50, 100);
  EXPECT_NEAR(clustered.low, exact.low, 0.005);
  EXPECT_NEAR(clustered.high, exact.high, 0.005);
}

// Where texts agree within themselves, ten of them are ten trials and not a thousand.
TEST(ClusteredInterval, CountsTextsRatherThanTheirSwaps) {
  std::vector<Share> documents;
  for (int i = 0; i < 10; ++i) documents.push_back({i % 2 == 0 ? 100.0 : 0.0, 100});
  EXPECT_LT(clustered_interval(documents)->low, 0.2);
  EXPECT_GT(clustered_interval(documents)->high, 0.8);
}

TEST(ClusteredInterval, IsWideWhereNoTextDiffers) {
  const std::vector<Share> alike(10, Share{30, 30});
  EXPECT_LT(clustered_interval(alike)->low, 0.7);
  EXPECT_FALSE(clustered_interval(std::vector<Share>{{30, 30}}));
  EXPECT_FALSE(clustered_interval(std::vector<Share>{{1, 2}, {0, 0}}));
  EXPECT_FALSE(clustered_interval(std::vector<Share>{}));
}

TEST(BootstrapInterval, HoldsTheFigureAndIsTheSameEachTime) {
  std::vector<double> clean;
  std::vector<double> spun;
  for (int i = 0; i < 40; ++i) {
    clean.push_back(i);
    spun.push_back(15 + i);
  }
  const ScoreHistogram h = histogram(clean, spun);
  const Interval first = *bootstrap_interval(h, average_precision);
  const Interval second = *bootstrap_interval(h, average_precision);
  EXPECT_LT(first.low, *average_precision(h));
  EXPECT_GT(first.high, *average_precision(h));
  EXPECT_EQ(first.low, second.low);
  EXPECT_EQ(first.high, second.high);
}

TEST(BootstrapInterval, IsNothingWhereAllSamplesAgree) {
  const auto apart = histogram(std::vector<double>{1, 2, 3}, std::vector<double>{7, 8});
  EXPECT_FALSE(bootstrap_interval(apart, average_precision));
}

TEST(TprInterval, IsAtLeastClopperAndPearsons) {
  std::vector<double> clean;
  for (int i = 0; i < 20; ++i) clean.push_back(i);
  const auto h = histogram(clean, std::vector<double>(10, 30));
  EXPECT_NEAR(tpr_interval(h, 0.05)->low, 0.691503, kTolerance);
  EXPECT_EQ(tpr_interval(h, 0.05)->high, 1);
  EXPECT_FALSE(tpr_interval(h, 0.01));
}

TEST(MeanInterval, IsStudents) {
  const std::vector<double> values{0.2, 0.4};  // sd .141421, t 12.7062, reach 1.27
  EXPECT_EQ(mean_interval(values)->low, 0);
  EXPECT_EQ(mean_interval(values)->high, 1);
  EXPECT_FALSE(mean_interval(std::vector<double>{0.5}));
  EXPECT_FALSE(mean_interval(std::vector<double>{0.5, 0.5}));
}

}  // namespace
}  // namespace despin::eval
