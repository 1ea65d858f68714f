#include "models/build/channel/rarity.h"

#include <algorithm>
#include <cmath>

namespace despin::train {
namespace {

constexpr int kSteps = 30;
constexpr double kLongestStep = 0.2;
constexpr double kLeastVariance = 1e-9;

}  // namespace

Rarity::Rarity(std::span<const FormCount> forms, double all_swaps) {
  double swapped = 0;
  for (const FormCount& form : forms) swapped += form.swapped;
  if (swapped <= 0) return;
  double ln_sum = 0;
  for (int step = 0; step < kSteps; ++step) {
    double sum = 0;
    double mean = 0;
    double square = 0;
    double observed = 0;
    for (const FormCount& form : forms) {
      const double share = std::exp(exponent_ * form.ln_p);
      sum += share;
      mean += share * form.ln_p;
      square += share * form.ln_p * form.ln_p;
      observed += form.swapped * form.ln_p;
    }
    mean /= sum;
    ln_sum = std::log(sum);
    const double variance = square / sum - mean * mean;
    if (step + 1 == kSteps || variance < kLeastVariance) break;
    exponent_ += std::clamp((observed / swapped - mean) / variance, -kLongestStep, kLongestStep);
  }
  ln_scale_ = std::log(swapped / all_swaps) - ln_sum;
}

double Rarity::share(double ln_p) const { return std::exp(ln_scale_ + exponent_ * ln_p); }

}  // namespace despin::train
