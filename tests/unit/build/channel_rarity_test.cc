#include <cmath>
#include <vector>

#include "gtest/gtest.h"
#include "models/build/channel/rarity.h"

namespace despin::train {
namespace {

std::vector<FormCount> forms_by(double exponent) {
  std::vector<FormCount> forms;
  for (double ln_p = -16; ln_p <= -4; ln_p += 0.25) {
    forms.push_back({ln_p, 1000 * std::exp(exponent * ln_p)});
  }
  return forms;
}

TEST(Rarity, FindsTheExponentThatMadeTheCounts) {
  for (const double exponent : {0.0, 0.4, 0.61, 1.0, 1.3}) {
    EXPECT_NEAR(Rarity(forms_by(exponent), 5000).exponent(), exponent, 1e-6);
  }
}

TEST(Rarity, SharesAddUpToWhatTheFormsHaveOfAllSwaps) {
  const auto forms = forms_by(0.5);
  double swapped = 0;
  for (const FormCount& form : forms) swapped += form.swapped;
  const Rarity rarity(forms, 4 * swapped);
  double sum = 0;
  for (const FormCount& form : forms) sum += rarity.share(form.ln_p);
  EXPECT_NEAR(sum, 0.25, 1e-9);
}

TEST(Rarity, GoesAsFarTowardsTheAuthorsAsIsSaid) {
  const auto forms = forms_by(0.6);
  const auto sum = [&](const Rarity& rarity) {
    double all = 0;
    for (const FormCount& form : forms) all += rarity.share(form.ln_p);
    return all;
  };
  EXPECT_NEAR(Rarity(forms, 5000, 0.5).exponent(), 0.8, 1e-6);
  EXPECT_NEAR(Rarity(forms, 5000, 1).exponent(), 1, 1e-6);
  EXPECT_NEAR(sum(Rarity(forms, 5000, 0.5)), sum(Rarity(forms, 5000)), 1e-9);
}

TEST(Rarity, GivesAnUnseenRareWordMoreThanAuthorsDoWhereSpinnersLikeThem) {
  auto forms = forms_by(0.5);
  forms.front().swapped = 0;
  const Rarity rarity(forms, 5000);
  const auto beside_authors = [&](double ln_p) { return std::log(rarity.share(ln_p)) - ln_p; };
  EXPECT_GT(beside_authors(-16), beside_authors(-4) + 3);
}

TEST(Rarity, StaysWithTheAuthorsWhereNothingTells) {
  EXPECT_EQ(Rarity({}, 10).share(-5), std::exp(-5));
  EXPECT_EQ(Rarity(std::vector<FormCount>{{-5, 0}, {-9, 0}}, 10).exponent(), 1);
  const Rarity one(std::vector<FormCount>{{-5, 3}}, 10);
  EXPECT_EQ(one.exponent(), 1);
  EXPECT_NEAR(one.share(-5), 0.3, 1e-9);
}

}  // namespace
}  // namespace despin::train
