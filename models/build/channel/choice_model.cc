#include "models/build/channel/choice_model.h"

#include <cmath>

namespace despin::train {
namespace {

constexpr int kMaxSteps = 50;
constexpr double kTolerance = 1e-7;  // relative gain that ends the search

}  // namespace

void ChoiceModel::add(Eigen::MatrixXd rows, Eigen::Index chosen, double weight) {
  choices_.push_back({std::move(rows), chosen, weight});
}

double ChoiceModel::log_likelihood(const Eigen::VectorXd& theta) const {
  double sum = 0;
  for (const Choice& c : choices_) {
    const Eigen::VectorXd z = c.rows * theta;
    const double top = z.maxCoeff();
    sum += c.weight * (z[c.chosen] - top - std::log((z.array() - top).exp().sum()));
  }
  return sum;
}

Eigen::VectorXd ChoiceModel::fit(double l2) const {
  Eigen::VectorXd theta = Eigen::VectorXd::Zero(features_);
  const auto objective = [&](const Eigen::VectorXd& t) {
    return log_likelihood(t) - 0.5 * l2 * t.squaredNorm();
  };
  double value = objective(theta);
  for (int step = 0; step < kMaxSteps; ++step) {
    Eigen::VectorXd gradient = -l2 * theta;
    Eigen::MatrixXd information = l2 * Eigen::MatrixXd::Identity(features_, features_);
    for (const Choice& c : choices_) {
      const Eigen::VectorXd z = c.rows * theta;
      Eigen::VectorXd p = (z.array() - z.maxCoeff()).exp();
      p /= p.sum();
      const Eigen::VectorXd mean = c.rows.transpose() * p;
      gradient += c.weight * (c.rows.row(c.chosen).transpose() - mean);
      information +=
          c.weight * (c.rows.transpose() * p.asDiagonal() * c.rows - mean * mean.transpose());
    }
    const Eigen::VectorXd move = information.ldlt().solve(gradient);
    double scale = 1;
    double next = objective(theta + move);
    while (next < value && scale > 1e-6) {
      scale /= 2;
      next = objective(theta + scale * move);
    }
    if (next < value) break;
    theta += scale * move;
    const double gain = next - value;
    value = next;
    if (gain <= kTolerance * std::abs(value)) break;
  }
  return theta;
}

}  // namespace despin::train
