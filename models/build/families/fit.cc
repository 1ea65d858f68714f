#include "models/build/families/fit.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "lib/base/exact_math.h"

namespace despin::train {
namespace {

// Bounds and the search's steps.
constexpr float kMostScale = 50;
constexpr float kMostNats = 50;
constexpr float kFirstStep = 1;
constexpr float kLastStep = 0.001F;
constexpr double kLeastPosterior = 1e-9;
constexpr double kLeastSwaps = 1;
constexpr std::array<float, 3> kDirections[] = {
    {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {0, -0.5F, 1}, {0, -0.75F, 1}};

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
  channel::FamilyWeights best{1, 0, static_cast<float>(swaps), 0};
  double highest = mean_ln_posterior(examples, best);
  const auto accept = [&](channel::FamilyWeights weights) {
    weights.scale = std::clamp(weights.scale, 0.0F, kMostScale);
    weights.unknown_nats = std::clamp(weights.unknown_nats, -kMostNats, kMostNats);
    weights.unlisted_nats = std::clamp(weights.unlisted_nats, -kMostNats, kMostNats);
    const double value = mean_ln_posterior(examples, weights);
    if (value <= highest) return false;
    highest = value;
    best = weights;
    return true;
  };
  for (float step = kFirstStep; step >= kLastStep; step /= 2) {
    for (bool better = true; better;) {
      better = false;
      // The last two directions lie along the ridge where one part of a score makes up for
      // the other.
      for (const auto& [scale, unknown, unlisted] : kDirections) {
        for (const float sign : {step, -step}) {
          better |= accept({best.scale + sign * scale, best.unknown_nats + sign * unknown,
                            best.most_swaps, best.unlisted_nats + sign * unlisted});
        }
      }
    }
  }
  return best;
}

}  // namespace despin::train
