// models/build/channel/choice_model.h
// Conditional logit: which of several alternatives was chosen, by features.
//
//   ChoiceModel model(kFeatures);
//   model.add(rows, chosen, weight);           // one observed choice
//   Eigen::VectorXd theta = model.fit(1.0);    // maximum penalised likelihood
//
// Shapes   rows is alternatives x features; theta has one weight a feature.
// Order    Sums run over choices in the order added: same input, same weights.
// Method   P(i) = exp(theta . f_i) / sum_j exp(theta . f_j) (McFadden 1974),
//          L2 penalty, Newton's method with step halving.
#pragma once

#include <Eigen/Dense>
#include <vector>

namespace despin::train {

class ChoiceModel {
 public:
  explicit ChoiceModel(Eigen::Index features) : features_(features) {}

  // REQUIRES: rows.cols() == features, 0 <= chosen < rows.rows().
  void add(Eigen::MatrixXd rows, Eigen::Index chosen, double weight);

  Eigen::VectorXd fit(double l2) const;
  double log_likelihood(const Eigen::VectorXd& theta) const;
  std::size_t size() const { return choices_.size(); }

 private:
  struct Choice {
    Eigen::MatrixXd rows;
    Eigen::Index chosen;
    double weight;
  };
  Eigen::Index features_;
  std::vector<Choice> choices_;
};

}  // namespace despin::train
