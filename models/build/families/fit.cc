#include "models/build/families/fit.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

#include "lib/base/exact_math.h"

namespace despin::train {
namespace {

// The grid.
constexpr double kLeastScale = 0.02;
constexpr double kScaleStep = 1.1;
constexpr int kScales = 80;  // to 37
constexpr double kUnknownStep = 0.1;
constexpr int kUnknowns = 121;  // -6 to 6
constexpr double kLeastPosterior = 1e-9;
constexpr double kLeastSwaps = 1;

}  // namespace

double mean_ln_posterior(std::span<const FamilyExample> examples, channel::FamilyWeights weights) {
  std::map<std::size_t, std::pair<double, double>> groups;  // sum, number
  for (const FamilyExample& example : examples) {
    const auto posterior = detect::family_posterior(example.evidence, weights);
    auto& [sum, number] = groups[example.group];
    sum += base::exact_log(std::max(posterior[example.truth], kLeastPosterior));
    number += 1;
  }
  double mean = 0;
  for (const auto& [group, figures] : groups) mean += figures.first / figures.second;
  return groups.empty() ? 0 : mean / static_cast<double>(groups.size());
}

channel::FamilyWeights fit_weights(std::span<const FamilyExample> examples) {
  double swaps = kLeastSwaps;
  for (const FamilyExample& example : examples) swaps = std::max(swaps, example.evidence.swaps);
  channel::FamilyWeights best{1, 0, static_cast<float>(swaps)};
  double highest = -std::numeric_limits<double>::infinity();
  double scale = kLeastScale;
  for (int i = 0; i < kScales; ++i, scale *= kScaleStep) {
    for (int j = 0; j < kUnknowns; ++j) {
      const channel::FamilyWeights weights{static_cast<float>(scale),
                                           static_cast<float>(kUnknownStep * (j - kUnknowns / 2)),
                                           best.most_swaps};
      const double value = mean_ln_posterior(examples, weights);
      if (value > highest) {
        highest = value;
        best = weights;
      }
    }
  }
  return best;
}

}  // namespace despin::train
