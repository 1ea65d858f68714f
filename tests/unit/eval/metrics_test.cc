#include "lib/eval/metrics.h"

#include <cmath>
#include <vector>

#include "gtest/gtest.h"

namespace despin::eval {
namespace {

ScoreHistogram of(const std::vector<double>& clean, const std::vector<double>& spun) {
  return histogram(clean, spun);
}

std::vector<double> ascending(int n) {
  std::vector<double> out;
  for (int i = 1; i <= n; ++i) out.push_back(i);
  return out;
}

TEST(ScoreHistogram, CountsEachScoreOnce) {
  const ScoreHistogram h = of({2, 1, 2}, {3, 2});
  EXPECT_EQ(h.scores, (std::vector<double>{1, 2, 3}));
  EXPECT_EQ(h.clean, (std::vector<std::uint32_t>{1, 2, 0}));
  EXPECT_EQ(h.spun, (std::vector<std::uint32_t>{0, 1, 1}));
}

// Of the six pairs 4 wins three; 2 beats 1, ties with 2, loses to 3: 4.5 of 6.
TEST(Auroc, CountsTiesHalf) { EXPECT_DOUBLE_EQ(*auroc(of({1, 2, 3}, {2, 4})), 0.75); }

TEST(Auroc, IsOneApartZeroReversedAndHalfWhereAllAreEqual) {
  EXPECT_DOUBLE_EQ(*auroc(of({-2, -1}, {0, 5})), 1);
  EXPECT_DOUBLE_EQ(*auroc(of({5, 6}, {1, 2, 3})), 0);
  EXPECT_DOUBLE_EQ(*auroc(of({1, 1, 1}, {1, 1})), 0.5);
}

TEST(Auroc, NeedsBothLabels) {
  EXPECT_FALSE(auroc(of({1}, {})));
  EXPECT_FALSE(auroc(of({}, {1})));
  EXPECT_FALSE(average_precision(of({1}, {})));
}

// The best spun text is first, the other third: (1/1 + 2/3) / 2.
TEST(AveragePrecision, IsTheMeanPrecisionAtEachSpunText) {
  EXPECT_DOUBLE_EQ(*average_precision(of({1, 3}, {2, 4})), (1 + 2.0 / 3) / 2);
}

// A spun and two clean texts tie, and so are called at once.
TEST(AveragePrecision, CallsTiesTogether) {
  EXPECT_DOUBLE_EQ(*average_precision(of({1, 1}, {1})), 1.0 / 3);
}

// Of twenty clean texts 5 % is one, the one at 20; so the threshold is 19.
TEST(TprAtFpr, TakesTheLowestThresholdTheRateAllows) {
  const ScoreHistogram h = of(ascending(20), {5, 19.5, 20, 21});
  EXPECT_DOUBLE_EQ(*threshold_at_fpr(h, 0.05), 19);
  EXPECT_DOUBLE_EQ(*tpr_at_fpr(h, 0.05), 0.75);
}

// Not one of 19 may be above, which is said of any lower rate as well.
TEST(TprAtFpr, TakesOneCleanTextForEachFalsePositive) {
  EXPECT_FALSE(tpr_at_fpr(of(ascending(19), {30}), 0.05));
  EXPECT_FALSE(threshold_at_fpr(of(ascending(20), {30}), 0.01));
  EXPECT_TRUE(tpr_at_fpr(of(ascending(1000), {2000}), 0.001));
  EXPECT_FALSE(tpr_at_fpr(of(ascending(999), {2000}), 0.001));
}

TEST(TprAtFpr, DoesNotCountATieWithTheThreshold) {
  EXPECT_DOUBLE_EQ(*tpr_at_fpr(of({1, 2}, {1, 2, 2, 3}), 0.5), 0.75);
  EXPECT_DOUBLE_EQ(*tpr_at_fpr(of({1, 1}, {1, 2, 2, 3}), 0.5), 0.75);
}

TEST(TprAtFpr, FindsAllWhereEveryFalsePositiveIsAllowed) {
  EXPECT_DOUBLE_EQ(*tpr_at_fpr(of({8, 9}, {1, 2}), 1), 1);
}

TEST(Curve, CountsFromTheHighestScore) {
  const auto points = curve(of({1, 2}, {2, 4}));
  ASSERT_EQ(points.size(), 3U);
  EXPECT_EQ(points[0].score, 4);
  EXPECT_EQ(points[1].true_positives, 2U);
  EXPECT_EQ(points[1].false_positives, 1U);
  EXPECT_EQ(points[2].false_positives, 2U);
}

TEST(Curve, KeepsItsEndWhenThinned) {
  const auto points = curve(of(ascending(1001), ascending(700)), 100);
  ASSERT_EQ(points.size(), 100U);
  EXPECT_EQ(points.back().true_positives, 700U);
  EXPECT_EQ(points.back().false_positives, 1001U);
}

// Called: 3 of 4 spun, 1 of 6 clean.
TEST(Calls, HaveTheFiguresOfTheirFourCounts) {
  const ScoreHistogram calls = of({1, 0, 0, 0, 0, 0}, {1, 1, 1, 0});
  EXPECT_DOUBLE_EQ(*f1(calls), 0.75);
  EXPECT_DOUBLE_EQ(*mcc(calls), (3.0 * 5 - 1 * 1) / std::sqrt(4.0 * 6 * 4 * 6));
  EXPECT_FALSE(f1(of({0}, {})));
  EXPECT_FALSE(mcc(of({0}, {0})));
}

TEST(Share, WeighsDocumentsByTheirSize) {
  const std::vector<Share> documents{{1, 1}, {0, 3}, {0, 0}};
  EXPECT_DOUBLE_EQ(*share(documents), 0.25);
  EXPECT_FALSE(share(std::vector<Share>{{0, 0}}));
}

}  // namespace
}  // namespace despin::eval
