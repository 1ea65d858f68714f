#include "lib/eval/metrics.h"

#include <algorithm>
#include <cmath>

namespace despin::eval {
namespace {

std::uint64_t total(const std::vector<std::uint32_t>& counts) {
  std::uint64_t sum = 0;
  for (const std::uint32_t count : counts) sum += count;
  return sum;
}

struct CalledCounts {
  double spun = 0;
  double clean = 0;
  double spun_called = 0;
  double clean_called = 0;
};

CalledCounts counts_of(const ScoreHistogram& called) {
  CalledCounts out;
  for (std::size_t i = 0; i < called.scores.size(); ++i) {
    out.spun += called.spun[i];
    out.clean += called.clean[i];
    if (called.scores[i] > 0) {
      out.spun_called += called.spun[i];
      out.clean_called += called.clean[i];
    }
  }
  return out;
}

}  // namespace

ScoreHistogram histogram(std::span<const double> clean_scores,
                         std::span<const double> spun_scores) {
  ScoreHistogram h;
  h.scores.assign(clean_scores.begin(), clean_scores.end());
  h.scores.insert(h.scores.end(), spun_scores.begin(), spun_scores.end());
  std::sort(h.scores.begin(), h.scores.end());
  h.scores.erase(std::unique(h.scores.begin(), h.scores.end()), h.scores.end());
  h.clean.resize(h.scores.size());
  h.spun.resize(h.scores.size());
  const auto bin = [&](double score) {
    return static_cast<std::size_t>(std::lower_bound(h.scores.begin(), h.scores.end(), score) -
                                    h.scores.begin());
  };
  for (const double score : clean_scores) ++h.clean[bin(score)];
  for (const double score : spun_scores) ++h.spun[bin(score)];
  return h;
}

std::optional<double> auroc(const ScoreHistogram& h) {
  const auto clean = static_cast<double>(total(h.clean));
  const auto spun = static_cast<double>(total(h.spun));
  if (clean == 0 || spun == 0) return std::nullopt;
  double won = 0;
  double below = 0;
  for (std::size_t i = 0; i < h.scores.size(); ++i) {
    won += h.spun[i] * (below + 0.5 * h.clean[i]);
    below += h.clean[i];
  }
  return won / (clean * spun);
}

std::optional<double> average_precision(const ScoreHistogram& h) {
  const auto spun = static_cast<double>(total(h.spun));
  if (spun == 0 || total(h.clean) == 0) return std::nullopt;
  double found = 0;
  double called = 0;
  double sum = 0;
  for (std::size_t i = h.scores.size(); i-- > 0;) {
    found += h.spun[i];
    called += static_cast<double>(h.spun[i]) + h.clean[i];
    if (h.spun[i] > 0) sum += h.spun[i] / spun * (found / called);
  }
  return sum;
}

std::optional<double> threshold_at_fpr(const ScoreHistogram& h, double fpr) {
  const auto clean = static_cast<double>(total(h.clean));
  // 5 % of 20 is 1, although 0.05 * 20 is not exact in binary.
  const double allowed = std::floor(fpr * clean + 1e-9);
  if (allowed < 1) return std::nullopt;
  double above = 0;
  for (std::size_t i = h.scores.size(); i-- > 0;) {
    above += h.clean[i];
    if (above > allowed) return h.scores[i];
  }
  return -HUGE_VAL;
}

std::optional<double> tpr_at_fpr(const ScoreHistogram& h, double fpr) {
  const auto spun = static_cast<double>(total(h.spun));
  const auto threshold = threshold_at_fpr(h, fpr);
  if (spun == 0 || !threshold) return std::nullopt;
  double found = 0;
  for (std::size_t i = 0; i < h.scores.size(); ++i) {
    if (h.scores[i] > *threshold) found += h.spun[i];
  }
  return found / spun;
}

std::vector<CurvePoint> curve(const ScoreHistogram& h, std::size_t limit) {
  std::vector<CurvePoint> points;
  points.reserve(h.scores.size());
  CurvePoint point;
  for (std::size_t i = h.scores.size(); i-- > 0;) {
    point.score = h.scores[i];
    point.true_positives += h.spun[i];
    point.false_positives += h.clean[i];
    points.push_back(point);
  }
  if (limit == 0 || points.size() <= limit) return points;
  std::vector<CurvePoint> kept;
  for (std::size_t i = 1; i <= limit; ++i) kept.push_back(points[i * points.size() / limit - 1]);
  return kept;
}

std::optional<double> f1(const ScoreHistogram& called) {
  const CalledCounts n = counts_of(called);
  const double all = n.spun + n.spun_called + n.clean_called;
  if (all == 0) return std::nullopt;
  return 2 * n.spun_called / all;
}

std::optional<double> mcc(const ScoreHistogram& called) {
  const CalledCounts n = counts_of(called);
  const double all_called = n.spun_called + n.clean_called;
  const double rest = n.spun + n.clean - all_called;
  const double product = n.spun * n.clean * all_called * rest;
  if (product == 0) return std::nullopt;
  const double spun_missed = n.spun - n.spun_called;
  const double clean_passed = n.clean - n.clean_called;
  return (n.spun_called * clean_passed - n.clean_called * spun_missed) / std::sqrt(product);
}

std::optional<double> share(std::span<const Share> documents) {
  Share sum;
  for (const Share& document : documents) {
    sum.part += document.part;
    sum.whole += document.whole;
  }
  if (sum.whole == 0) return std::nullopt;
  return sum.part / sum.whole;
}

}  // namespace despin::eval
