#include "models/build/channel/rarity.h"

#include <algorithm>
#include <cmath>

namespace despin::train {
namespace {

constexpr int kSteps = 30;
constexpr double kLongestStep = 0.2;
constexpr double kLeastVariance = 1e-9;

// Of the ln P of forms weighed by P^exponent.
struct Moments {
  double ln_sum = 0, mean = 0, variance = 0;
};

Moments moments(std::span<const FormCount> forms, double exponent) {
  double sum = 0;
  double mean = 0;
  double square = 0;
  for (const FormCount& form : forms) {
    const double share = std::exp(exponent * form.ln_p);
    sum += share;
    mean += share * form.ln_p;
    square += share * form.ln_p * form.ln_p;
  }
  mean /= sum;
  return {std::log(sum), mean, square / sum - mean * mean};
}

}  // namespace

Rarity::Rarity(std::span<const FormCount> forms, double all_swaps, double authors) {
  double swapped = 0;
  double observed = 0;
  for (const FormCount& form : forms) {
    swapped += form.swapped;
    observed += form.swapped * form.ln_p;
  }
  if (swapped <= 0) return;
  for (int step = 0; step < kSteps; ++step) {
    const Moments m = moments(forms, exponent_);
    if (m.variance < kLeastVariance) break;
    exponent_ +=
        std::clamp((observed / swapped - m.mean) / m.variance, -kLongestStep, kLongestStep);
  }
  exponent_ += authors * (1 - exponent_);
  ln_scale_ = std::log(swapped / all_swaps) - moments(forms, exponent_).ln_sum;
}

double Rarity::share(double ln_p) const { return std::exp(ln_scale_ + exponent_ * ln_p); }

}  // namespace despin::train
