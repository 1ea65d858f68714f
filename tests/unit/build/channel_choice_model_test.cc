#include "models/build/channel/choice_model.h"

#include <cmath>

#include "gtest/gtest.h"

namespace despin::train {
namespace {

Eigen::MatrixXd column(std::initializer_list<double> values) {
  Eigen::MatrixXd m(static_cast<Eigen::Index>(values.size()), 1);
  Eigen::Index row = 0;
  for (const double v : values) m(row++, 0) = v;
  return m;
}

TEST(ChoiceModel, FindsTheLogOddsOfATwoWayChoice) {
  // Chosen three times in four: ln 3 without a penalty.
  ChoiceModel model(1);
  model.add(column({1, 0}), 0, 3);
  model.add(column({1, 0}), 1, 1);
  EXPECT_NEAR(model.fit(1e-9)[0], std::log(3.0), 1e-4);
}

TEST(ChoiceModel, PenaltyPullsTowardsZeroAndNeverPast) {
  ChoiceModel model(1);
  model.add(column({1, 0}), 0, 3);
  model.add(column({1, 0}), 1, 1);
  const double held = model.fit(1.0)[0];
  EXPECT_GT(held, 0);
  EXPECT_LT(held, std::log(3.0));
}

TEST(ChoiceModel, MaximisesWhatItSaysItDoes) {
  ChoiceModel model(1);
  model.add(column({2, 0.5, -1}), 0, 1);
  model.add(column({1, 3, 0}), 0, 2);
  model.add(column({0, 0.25, 1}), 2, 1);
  const Eigen::VectorXd best = model.fit(0.5);
  const auto objective = [&](double x) {
    const Eigen::VectorXd theta = Eigen::VectorXd::Constant(1, x);
    return model.log_likelihood(theta) - 0.25 * x * x;
  };
  for (const double step : {-0.1, -0.001, 0.001, 0.1}) {
    EXPECT_GT(objective(best[0]), objective(best[0] + step)) << step;
  }
}

// Of two alternatives that are worth `a` sightings each, one was seen 3 times: it is chosen with
// (3 + a) / (3 + 2 a), three times in four if a is 1.5.
TEST(ChoiceModel, FindsWhatSightingsTheFeaturesAreWorth) {
  ChoiceModel model(1, 1);
  const Eigen::VectorXd seen = Eigen::Vector2d(3, 0);
  model.add(column({1, 1}), 0, 300, seen);
  model.add(column({1, 1}), 1, 100, seen);
  EXPECT_NEAR(std::exp(model.fit(1e-9)[0]), 1.5, 1e-3);
}

TEST(ChoiceModel, MaximisesWithCountsAndContextToo) {
  ChoiceModel model(3, 2);
  Eigen::MatrixXd rows(3, 3);
  rows << 1, 0.5, -2, 1, -1, 0.3, 1, 2, 1;
  model.add(rows, 0, 1, Eigen::Vector3d(2, 0, 0.5));
  model.add(rows, 1, 2, Eigen::Vector3d(0, 4, 0));
  model.add(rows, 2, 1);
  const Eigen::VectorXd best = model.fit(0.5);
  const auto objective = [&](const Eigen::VectorXd& theta) {
    return model.log_likelihood(theta) - 0.25 * theta.squaredNorm();
  };
  for (Eigen::Index i = 0; i < 3; ++i) {
    for (const double step : {-0.1, -0.01, 0.01, 0.1}) {
      EXPECT_GT(objective(best), objective(best + step * Eigen::VectorXd::Unit(3, i)));
    }
  }
}

TEST(ChoiceModel, SmoothedCountIsTheUtilityOfWhatNobodySaw) {
  EXPECT_EQ(smoothed_count(0, -900), -900);
  EXPECT_NEAR(smoothed_count(2, 0), std::log(3.0), 1e-12);
}

}  // namespace
}  // namespace despin::train
