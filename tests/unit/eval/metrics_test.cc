#include "lib/eval/metrics.h"

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
  EXPECT_FALSE(roc_interval(of({}, {1}), auroc));
}

// Of twenty clean texts 5 % is one, the one at 20; so the threshold is 19.
TEST(TprAtFpr, TakesTheLowestThresholdTheRateAllows) {
  const ScoreHistogram h = of(ascending(20), {5, 19.5, 20, 21});
  EXPECT_DOUBLE_EQ(threshold_at_fpr(h, 0.05), 19);
  EXPECT_DOUBLE_EQ(*tpr_at_fpr(h, 0.05), 0.75);
  EXPECT_DOUBLE_EQ(threshold_at_fpr(h, 0.01), 20);
  EXPECT_DOUBLE_EQ(*tpr_at_fpr(h, 0.01), 0.25);
}

TEST(TprAtFpr, DoesNotCountATieWithTheThreshold) {
  EXPECT_DOUBLE_EQ(*tpr_at_fpr(of({1, 2}, {2, 2, 3}), 0.001), 1.0 / 3);
}

TEST(TprAtFpr, FindsAllWhereEveryFalsePositiveIsAllowed) {
  EXPECT_DOUBLE_EQ(*tpr_at_fpr(of({8, 9}, {1, 2}), 1), 1);
}

TEST(RocInterval, IsAPointWhereNothingCanVary) {
  const Interval interval = *roc_interval(of({1, 2, 3}, {7, 8}), auroc);
  EXPECT_DOUBLE_EQ(interval.low, 1);
  EXPECT_DOUBLE_EQ(interval.high, 1);
}

TEST(RocInterval, HoldsTheFigureAndIsTheSameEachTime) {
  std::vector<double> spun;
  for (int i = 0; i < 40; ++i) spun.push_back(15 + i);
  const ScoreHistogram h = of(ascending(40), spun);
  const Interval first = *roc_interval(h, auroc);
  const Interval second = *roc_interval(h, auroc);
  EXPECT_LT(first.low, *auroc(h));
  EXPECT_GT(first.high, *auroc(h));
  EXPECT_EQ(first.low, second.low);
  EXPECT_EQ(first.high, second.high);
}

// 50 of 100: the standard error is .05, so the normal interval is .402 to .598.
TEST(ShareInterval, AgreesWithTheNormalOne) {
  std::vector<Share> documents;
  for (int i = 0; i < 100; ++i) documents.push_back({i % 2 == 0 ? 1.0 : 0.0, 1});
  const Interval interval = *share_interval(documents);
  EXPECT_NEAR(interval.low, 0.402, 0.02);
  EXPECT_NEAR(interval.high, 0.598, 0.02);
}

TEST(Share, WeighsDocumentsByTheirSize) {
  const std::vector<Share> documents{{1, 1}, {0, 3}, {0, 0}};
  EXPECT_DOUBLE_EQ(*share(documents), 0.25);
  EXPECT_FALSE(share(std::vector<Share>{{0, 0}}));
  EXPECT_FALSE(share_interval(std::vector<Share>{}));
}

}  // namespace
}  // namespace despin::eval
