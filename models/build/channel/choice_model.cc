#include "models/build/channel/choice_model.h"

#include <cmath>

namespace despin::train {
namespace {

constexpr int kMaxSteps = 50;
constexpr double kTolerance = 1e-7;  // relative gain that ends the search

// Probabilities of alternatives worth z nats.
Eigen::VectorXd shares(const Eigen::VectorXd& z) {
  const Eigen::VectorXd p = (z.array() - z.maxCoeff()).exp();
  return p / p.sum();
}

}  // namespace

double smoothed_count(double count, double utility) {
  return count > 0 ? std::log(count + std::exp(utility)) : utility;
}

void ChoiceModel::add(Eigen::MatrixXd rows, Eigen::Index chosen, double weight,
                      Eigen::VectorXd counts) {
  if (counts.size() == 0) counts = Eigen::VectorXd::Zero(rows.rows());
  choices_.push_back({std::move(rows), chosen, weight, std::move(counts)});
}

ChoiceModel::Values ChoiceModel::values(const ObservedChoice& choice,
                                        const Eigen::VectorXd& theta) const {
  const Eigen::Index context = features_ - smoothed_;
  const Eigen::VectorXd utility = choice.rows.leftCols(smoothed_) * theta.head(smoothed_);
  Values v;
  v.z = choice.counts.binaryExpr(utility, &smoothed_count);
  v.prior_share = (utility - v.z).array().exp();
  v.z += choice.rows.rightCols(context) * theta.tail(context);
  return v;
}

double ChoiceModel::log_likelihood(const Eigen::VectorXd& theta) const {
  double sum = 0;
  for (const ObservedChoice& c : choices_) {
    const Eigen::VectorXd z = values(c, theta).z;
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
    for (const ObservedChoice& c : choices_) {
      const Values v = values(c, theta);
      const Eigen::VectorXd p = shares(v.z);
      Eigen::MatrixXd slopes = c.rows;
      slopes.leftCols(smoothed_).array().colwise() *= v.prior_share.array();
      const Eigen::VectorXd mean = slopes.transpose() * p;
      gradient += c.weight * (slopes.row(c.chosen).transpose() - mean);
      information +=
          c.weight * (slopes.transpose() * p.asDiagonal() * slopes - mean * mean.transpose());
    }
    const Eigen::VectorXd move = information.ldlt().solve(gradient);
    double scale = 1;
    double next = objective(theta + move);
    while (!(next >= value) && scale > 1e-6) {
      scale /= 2;
      next = objective(theta + scale * move);
    }
    if (!(next >= value)) break;
    theta += scale * move;
    const double gain = next - value;
    value = next;
    if (gain <= kTolerance * std::abs(value)) break;
  }
  return theta;
}

}  // namespace despin::train
