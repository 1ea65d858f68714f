#include "lib/eval/intervals.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

namespace despin::eval {
namespace {

constexpr std::uint64_t kSeed = 20240229;
constexpr double kTail = 0.025;
constexpr double kNormalQuantile = 1.959963984540054;  // of 1 - kTail

double rounded(double share) { return std::round(std::clamp(share, -1.0, 1.0) * 1e6) / 1e6; }

Interval rounded(double low, double high) { return {rounded(low), rounded(high)}; }

double students_quantile(double degrees) {
  return boost::math::quantile(boost::math::students_t(degrees), 1 - kTail);
}

// std::uniform_int_distribution differs between standard libraries; the bias of the remainder of a
// 64-bit number is far below the resolution of a bootstrap.
std::size_t draw(std::mt19937_64& random, std::size_t n) {
  return static_cast<std::size_t>(random() % n);
}

// The bin of each text, one entry per text.
std::vector<std::uint32_t> bins_of(const std::vector<std::uint32_t>& counts) {
  std::vector<std::uint32_t> bins;
  for (std::uint32_t bin = 0; bin < counts.size(); ++bin) bins.insert(bins.end(), counts[bin], bin);
  return bins;
}

void resample(const std::vector<std::uint32_t>& bins, std::mt19937_64& random,
              std::vector<std::uint32_t>& counts) {
  std::fill(counts.begin(), counts.end(), 0);
  for (std::size_t i = 0; i < bins.size(); ++i) ++counts[bins[draw(random, bins.size())]];
}

// What is between the tails of the values drawn; nothing if it is a point.
std::optional<Interval> between_tails(std::vector<double>& values) {
  if (values.empty()) return std::nullopt;
  std::sort(values.begin(), values.end());
  const auto last = static_cast<double>(values.size() - 1);
  const double low = values[static_cast<std::size_t>(std::floor(last * kTail))];
  const double high = values[static_cast<std::size_t>(std::ceil(last * (1 - kTail)))];
  if (low == high) return std::nullopt;
  return rounded(low, high);
}

struct Moments {
  double texts = 0;
  double variance = 0;  // of the texts' shares of the other label that they beat
};

// DeLong's structural components, of the spun texts or of the clean ones.
Moments components(const std::vector<std::uint32_t>& own, const std::vector<std::uint32_t>& others,
                   double area) {
  Moments out;
  double all = 0;
  for (const std::uint32_t count : others) all += count;
  double below = 0;
  double squares = 0;
  for (std::size_t i = 0; i < own.size(); ++i) {
    const double beaten = (below + 0.5 * others[i]) / all;
    squares += own[i] * (beaten - area) * (beaten - area);
    out.texts += own[i];
    below += others[i];
  }
  out.variance = out.texts > 1 ? squares / (out.texts - 1) / out.texts : 0;
  return out;
}

// The ends of the areas from which `area` is not significantly different.
Interval newcombe(double area, double clean, double spun) {
  const double more = (clean + spun) / 2 - 1;
  const auto is_far = [&](double true_area) {
    const double variance =
        true_area * (1 - true_area) / (clean * spun) *
        (1 + more * ((1 - true_area) / (2 - true_area) + true_area / (1 + true_area)));
    return (area - true_area) * (area - true_area) > kNormalQuantile * kNormalQuantile * variance;
  };
  const auto end_towards = [&](double far) {
    double near = area;
    for (int i = 0; i < 60; ++i) {
      const double middle = (near + far) / 2;
      (is_far(middle) ? far : near) = middle;
    }
    return near;
  };
  return rounded(area == 0 ? 0 : end_towards(0), area == 1 ? 1 : end_towards(1));
}

}  // namespace

std::optional<Interval> clopper_pearson(double hits, double trials) {
  if (trials <= 0) return std::nullopt;
  hits = std::clamp(hits, 0.0, trials);
  const double misses = trials - hits;
  return rounded(hits <= 0 ? 0 : boost::math::ibeta_inv(hits, misses + 1, kTail),
                 misses <= 0 ? 1 : boost::math::ibeta_inv(hits + 1, misses, 1 - kTail));
}

std::optional<Interval> auroc_interval(const ScoreHistogram& h) {
  const auto area = auroc(h);
  if (!area) return std::nullopt;
  const Moments spun = components(h.spun, h.clean, *area);
  // A clean text beats the spun ones below it, so the area to compare with is the rest of 1.
  const Moments clean = components(h.clean, h.spun, 1 - *area);
  const double variance = spun.variance + clean.variance;
  if (spun.texts < 2 || clean.texts < 2 || variance <= 0 || *area <= 0 || *area >= 1) {
    return newcombe(*area, clean.texts, spun.texts);
  }
  const double odds = std::log(*area / (1 - *area));
  const double reach = kNormalQuantile * std::sqrt(variance) / (*area * (1 - *area));
  return rounded(1 / (1 + std::exp(reach - odds)), 1 / (1 + std::exp(-reach - odds)));
}

std::optional<Interval> clustered_interval(std::span<const Share> documents) {
  const auto value = share(documents);
  if (!value) return std::nullopt;
  double clusters = 0;
  double trials = 0;
  double squares = 0;
  for (const Share& document : documents) {
    clusters += document.whole > 0;
    trials += document.whole;
    const double rest = document.part - *value * document.whole;
    squares += rest * rest;
  }
  if (clusters < 2) return std::nullopt;
  const double variance = clusters / (clusters - 1) * squares / (trials * trials);
  // Where no document differs from another, each is worth one trial: nothing says it is worth more.
  const double spread = *value * (1 - *value);
  double worth = variance > 0 && spread > 0 ? spread / variance : clusters;
  const double wider =
      students_quantile(std::max(trials - 1, 1.0)) / students_quantile(clusters - 1);
  worth = std::min(worth * wider * wider, trials);
  return clopper_pearson(*value * worth, worth);
}

std::optional<Interval> mean_interval(std::span<const double> values) {
  if (values.size() < 2) return std::nullopt;
  const auto n = static_cast<double>(values.size());
  double mean = 0;
  for (const double value : values) mean += value / n;
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  if (squares <= 0) return std::nullopt;
  const double reach = students_quantile(n - 1) * std::sqrt(squares / (n - 1) / n);
  return rounded(std::max(mean - reach, 0.0), std::min(mean + reach, 1.0));
}

std::optional<Interval> bootstrap_interval(const ScoreHistogram& h, const HistogramFigure& figure) {
  if (!figure(h)) return std::nullopt;
  const auto clean_bins = bins_of(h.clean);
  const auto spun_bins = bins_of(h.spun);
  ScoreHistogram drawn = h;
  std::mt19937_64 random(kSeed);
  std::vector<double> values;
  values.reserve(kResamples);
  for (int i = 0; i < kResamples; ++i) {
    resample(clean_bins, random, drawn.clean);
    resample(spun_bins, random, drawn.spun);
    if (const auto value = figure(drawn)) values.push_back(*value);
  }
  return between_tails(values);
}

std::optional<Interval> tpr_interval(const ScoreHistogram& h, double fpr) {
  const auto value = tpr_at_fpr(h, fpr);
  if (!value) return std::nullopt;
  double spun = 0;
  for (const std::uint32_t count : h.spun) spun += count;
  auto out = clopper_pearson(*value * spun, spun);
  const auto drawn = bootstrap_interval(
      h, [fpr](const ScoreHistogram& sample) { return tpr_at_fpr(sample, fpr); });
  if (out && drawn) *out = {std::min(out->low, drawn->low), std::max(out->high, drawn->high)};
  return out;
}

std::optional<Interval> paired_interval(const ScoreHistogram& a, const ScoreHistogram& b,
                                        const PairedBins& clean, const PairedBins& spun,
                                        const HistogramFigure& figure) {
  if (!figure(a) || !figure(b)) return std::nullopt;
  ScoreHistogram drawn_a = a;
  ScoreHistogram drawn_b = b;
  std::mt19937_64 random(kSeed);
  const auto draw_pairs = [&](const PairedBins& bins, std::vector<std::uint32_t>& counts_a,
                              std::vector<std::uint32_t>& counts_b) {
    std::fill(counts_a.begin(), counts_a.end(), 0);
    std::fill(counts_b.begin(), counts_b.end(), 0);
    for (std::size_t i = 0; i < bins.first.size(); ++i) {
      const std::size_t text = draw(random, bins.first.size());
      ++counts_a[bins.first[text]];
      ++counts_b[bins.second[text]];
    }
  };
  std::vector<double> values;
  values.reserve(kResamples);
  for (int i = 0; i < kResamples; ++i) {
    draw_pairs(clean, drawn_a.clean, drawn_b.clean);
    draw_pairs(spun, drawn_a.spun, drawn_b.spun);
    const auto first = figure(drawn_a);
    const auto second = figure(drawn_b);
    if (first && second) values.push_back(*second - *first);
  }
  return between_tails(values);
}

}  // namespace despin::eval
