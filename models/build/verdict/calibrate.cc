#include "models/build/verdict/calibrate.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace despin::train {
namespace {

// ln P(X <= k) of a binomial, summed from the largest term down.
double log_cdf(std::uint64_t k, std::uint64_t n, double p) {
  const auto nd = static_cast<double>(n);
  double top = -std::numeric_limits<double>::infinity();
  std::vector<double> terms;
  for (std::uint64_t i = 0; i <= k; ++i) {
    const auto id = static_cast<double>(i);
    const double term = std::lgamma(nd + 1) - std::lgamma(id + 1) - std::lgamma(nd - id + 1) +
                        id * std::log(p) + (nd - id) * std::log1p(-p);
    terms.push_back(term);
    top = std::max(top, term);
  }
  double sum = 0;
  for (const double term : terms) sum += std::exp(term - top);
  return top + std::log(sum);
}

}  // namespace

double clopper_pearson_upper(std::uint64_t successes, std::uint64_t trials, double confidence) {
  if (successes >= trials) return 1;
  const double target = std::log(1 - confidence);
  double low = static_cast<double>(successes) / static_cast<double>(trials);
  double high = 1;
  for (int step = 0; step < 60; ++step) {
    const double middle = (low + high) / 2;
    (log_cdf(successes, trials, middle) > target ? low : high) = middle;
  }
  return high;
}

double threshold(std::vector<double> scores, double rate, double confidence) {
  const auto n = static_cast<std::uint64_t>(scores.size());
  if (n == 0 || clopper_pearson_upper(0, n, confidence) > rate) {
    return std::numeric_limits<double>::infinity();
  }
  std::sort(scores.begin(), scores.end(), std::greater<>());
  // The most texts that may score as high; the bound grows with the count.
  std::uint64_t low = 0;
  std::uint64_t high = n;
  while (high - low > 1) {
    const std::uint64_t middle = (low + high) / 2;
    (clopper_pearson_upper(middle, n, confidence) <= rate ? low : high) = middle;
  }
  if (low + 1 >= n) return -std::numeric_limits<double>::infinity();
  return std::nextafter(static_cast<float>(scores[low]), std::numeric_limits<float>::infinity());
}

}  // namespace despin::train
