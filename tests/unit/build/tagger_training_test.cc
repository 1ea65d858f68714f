#include <cmath>
#include <random>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "models/build/tagger/fit.h"
#include "models/build/tagger/spans.h"
#include "tests/support/small_model.h"

namespace despin::train {
namespace {

using detect::kSpanPhrase;
using detect::kSpanPosterior;
using detect::kSpanSwapRatio;

// Listed with probability logistic(2 favor - 1), whatever else there is.
std::vector<LabeledSpan> made_spans(std::size_t n) {
  std::mt19937 random(7);
  const auto draw = [&] { return static_cast<double>(random() % 10000) / 10000; };
  std::vector<LabeledSpan> spans(n);
  for (LabeledSpan& s : spans) {
    s.features[kSpanSwapRatio] = 4 * draw() - 2;
    s.features[kSpanPosterior] = 4 * draw() - 2;
    s.listed = draw() < 1 / (1 + std::exp(1 - 2 * s.features[kSpanSwapRatio]));
  }
  return spans;
}

std::vector<const LabeledSpan*> all_of(const std::vector<LabeledSpan>& spans) {
  std::vector<const LabeledSpan*> all;
  for (const auto& s : spans) all.push_back(&s);
  return all;
}

std::array<bool, detect::kSpanFeatureCount> every() {
  std::array<bool, detect::kSpanFeatureCount> used{};
  used.fill(true);
  return used;
}

TEST(TaggerTraining, FindsWhatWasPutIn) {
  const auto spans = made_spans(20000);
  const detect::Tagger tagger = fit_tagger(all_of(spans), every(), {});
  EXPECT_NEAR(tagger.weights()[kSpanSwapRatio], 2, 0.15);
  EXPECT_NEAR(tagger.weights()[kSpanPosterior], 0, 0.1);
  EXPECT_EQ(tagger.weights()[kSpanPhrase], 0) << "the same everywhere";
  EXPECT_NEAR(tagger.bias(), -1, 0.1);
}

TEST(TaggerTraining, MakesUpForTheGapsOfLists) {
  const auto spans = made_spans(2000);
  const double whole = fit_tagger(all_of(spans), every(), {1, 1}).bias();
  const double gaps = fit_tagger(all_of(spans), every(), {1, 0.5}).bias();
  EXPECT_NEAR(gaps - whole, std::log(3), 1e-9) << "a listed share of 1 in 4 is then even odds";
}

TEST(TaggerTraining, LeavesOutWhatIsNotUsed) {
  const auto spans = made_spans(2000);
  auto used = every();
  used[kSpanSwapRatio] = false;
  EXPECT_EQ(fit_tagger(all_of(spans), used, {}).weights()[kSpanSwapRatio], 0);
}

TEST(TaggerTraining, RanksByAreaAndPrecision) {
  std::vector<LabeledSpan> spans(4);
  spans[0].listed = spans[2].listed = true;
  const auto all = all_of(spans);
  const std::vector<double> scores = {4, 3, 2, 1};  // listed, other, listed, other
  const Ranking ranking = rank(all, scores);
  EXPECT_DOUBLE_EQ(ranking.area, 0.75);
  EXPECT_DOUBLE_EQ(ranking.precision, (1 + 2.0 / 3) / 2);
}

// Spans of one page, of which a reader listed these swaps.
std::vector<LabeledSpan> spans_of_page(std::vector<LabeledSwap> listed) {
  const small_model::SmallModel small;
  const detect::Model model = small.open();
  Record page;
  page.text = "The ruling Bash won withinside the capital.";
  page.substitutions = std::move(listed);
  std::vector<LabeledSpan> spans;
  EXPECT_TRUE(append_spans({&model.vocabulary, &model.ngrams, &model.channel}, page, 3, spans));
  return spans;
}

TEST(TaggerTraining, LabelsSpansThatAReaderListed) {
  const auto spans = spans_of_page({{"bash", "party"}, {"Ruling BASH", "ruling party"}});
  ASSERT_EQ(spans.size(), 2U);
  EXPECT_TRUE(spans[0].listed);
  EXPECT_FALSE(spans[1].listed);
  EXPECT_EQ(spans[1].fold, 3U);
}

TEST(TaggerTraining, LabelsNoWordThatBothSidesHave) {
  const auto spans = spans_of_page({{"bash won withinside", "bash lost withinside"}});
  ASSERT_FALSE(spans.empty());
  for (const LabeledSpan& span : spans) EXPECT_FALSE(span.listed);
}

}  // namespace
}  // namespace despin::train
