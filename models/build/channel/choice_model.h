// models/build/channel/choice_model.h
// Conditional logit: models which of several alternatives was chosen, from features and counts.
//
//   ChoiceModel model(kFeatures);
//   model.add(rows, chosen, weight);           // one observed choice
//   Eigen::VectorXd theta = model.fit(1.0);    // maximum penalized likelihood
//
// Shapes   rows is alternatives x features; theta has one weight per feature.
// Order    Sums run over choices in the order added: same input, same weights.
// Method   P(i) = exp(z_i) / sum_j exp(z_j) with z_i = theta . f_i (McFadden 1974), L2 penalty,
//          Fisher scoring with step halving. If counts from other data are known, z_i = ln(count_i
//          + exp(theta . f_i)) + theta' . f'_i: the first `smoothed` features give the pseudo-count
//          of an alternative, a Dirichlet prior (MacKay and Peto 1995); the others are context.
#pragma once

#include <Eigen/Dense>
#include <vector>

namespace despin::train {

// The value of an alternative without context: ln(count + exp(utility)).
double smoothed_count(double count, double utility);

class ChoiceModel {
 public:
  explicit ChoiceModel(Eigen::Index features, Eigen::Index smoothed = 0)
      : features_(features), smoothed_(smoothed) {}

  // No counts: none was seen. REQUIRES: rows.cols() == features, 0 <= chosen < rows.rows(),
  // counts.size() == 0 or == rows.rows(), none below 0.
  void add(Eigen::MatrixXd rows, Eigen::Index chosen, double weight, Eigen::VectorXd counts = {});

  Eigen::VectorXd fit(double l2) const;
  double log_likelihood(const Eigen::VectorXd& theta) const;
  std::size_t size() const { return choices_.size(); }

 private:
  struct ObservedChoice {
    Eigen::MatrixXd rows;
    Eigen::Index chosen;
    double weight;
    Eigen::VectorXd counts;
  };
  // z of each alternative, and what each feature of the first `smoothed` moves it by.
  struct Values {
    Eigen::VectorXd z;
    Eigen::VectorXd prior_share;
  };
  Values values(const ObservedChoice& choice, const Eigen::VectorXd& theta) const;

  Eigen::Index features_;
  Eigen::Index smoothed_;
  std::vector<ObservedChoice> choices_;
};

}  // namespace despin::train
