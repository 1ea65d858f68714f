#include "models/build/tagger/fit.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "models/build/channel/choice_model.h"

namespace despin::train {

using detect::kSpanFeatureCount;

detect::Tagger fit_tagger(std::span<const LabeledSpan* const> spans,
                          const std::array<bool, kSpanFeatureCount>& used,
                          const TaggerOptions& options) {
  const auto n = static_cast<double>(spans.size());
  detect::SpanFeatures mean{};
  detect::SpanFeatures scale{};
  for (std::size_t f = 0; f < kSpanFeatureCount; ++f) {
    if (!used[f]) continue;
    for (const LabeledSpan* s : spans) mean[f] += s->features[f] / n;
    double squares = 0;
    for (const LabeledSpan* s : spans) squares += std::pow(s->features[f] - mean[f], 2);
    scale[f] = squares > 0 ? 1 / std::sqrt(squares / n) : 0;
  }
  // A choice between the span and a row of zeros; the bias is hardly penalized.
  constexpr double kBiasValue = 10;
  ChoiceModel model(kSpanFeatureCount + 1);
  for (const LabeledSpan* s : spans) {
    Eigen::MatrixXd rows = Eigen::MatrixXd::Zero(2, kSpanFeatureCount + 1);
    for (std::size_t f = 0; f < kSpanFeatureCount; ++f) {
      rows(0, static_cast<Eigen::Index>(f)) = (s->features[f] - mean[f]) * scale[f];
    }
    rows(0, kSpanFeatureCount) = kBiasValue;
    model.add(std::move(rows), s->listed ? 0 : 1, 1);
  }
  const Eigen::VectorXd theta = model.fit(options.penalty);
  detect::SpanFeatures weights{};
  const double shown = options.coverage / 2;  // the listed share that is even odds
  double bias = kBiasValue * theta[kSpanFeatureCount] - std::log(shown / (1 - shown));
  for (std::size_t f = 0; f < kSpanFeatureCount; ++f) {
    weights[f] = theta[static_cast<Eigen::Index>(f)] * scale[f];
    bias -= weights[f] * mean[f];
  }
  return {weights, bias};
}

Ranking rank(std::span<const LabeledSpan* const> spans, std::span<const double> scores) {
  std::vector<std::size_t> order(spans.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
  Ranking ranking;
  double listed = 0;
  double others = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (spans[order[i]]->listed) {
      ++listed;
      ranking.precision += listed / static_cast<double>(i + 1);
    } else {
      ++others;
      ranking.area += listed;
    }
  }
  if (listed > 0) ranking.precision /= listed;
  if (listed > 0 && others > 0) ranking.area /= listed * others;
  return ranking;
}

}  // namespace despin::train
