#include "models/build/vectors/reduce.h"

#include <Eigen/Dense>
#include <vector>

namespace despin::vectors {

void reduce(Found& found, std::uint32_t dimensions) {
  if (dimensions >= found.dimensions) return;
  const auto width = static_cast<Eigen::Index>(found.dimensions);
  const auto unit = [&](const vectors::WordVector& vector) -> Eigen::VectorXd {
    return Eigen::Map<const Eigen::VectorXf>(vector.values.data(), width)
        .cast<double>()
        .stableNormalized();
  };
  Eigen::MatrixXd products = Eigen::MatrixXd::Zero(width, width);
  for (const auto& vector : found.vectors) {
    const Eigen::VectorXd direction = unit(vector);
    products.noalias() += direction * direction.transpose();
  }
  // Eigenvalues ascend: the components that say most are the last.
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(products);
  const Eigen::MatrixXd components =
      solver.eigenvectors().rightCols(static_cast<Eigen::Index>(dimensions)).transpose();
  for (auto& vector : found.vectors) {
    const Eigen::VectorXf cut = (components * unit(vector)).cast<float>();
    vector.values.assign(cut.data(), cut.data() + cut.size());
  }
  found.dimensions = dimensions;
}

}  // namespace despin::vectors
