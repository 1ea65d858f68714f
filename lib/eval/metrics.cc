#include "lib/eval/metrics.h"

#include <algorithm>
#include <cmath>
#include <random>

namespace despin::eval {
namespace {

constexpr std::uint64_t kSeed = 20240229;
constexpr double kTail = 0.025;

std::uint64_t total(const std::vector<std::uint32_t>& counts) {
  std::uint64_t sum = 0;
  for (const std::uint32_t count : counts) sum += count;
  return sum;
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

Interval middle(std::vector<double>& values) {
  std::sort(values.begin(), values.end());
  const auto last = static_cast<double>(values.size() - 1);
  return {values[static_cast<std::size_t>(std::floor(last * kTail))],
          values[static_cast<std::size_t>(std::ceil(last * (1 - kTail)))]};
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

double threshold_at_fpr(const ScoreHistogram& h, double fpr) {
  const auto clean = static_cast<double>(total(h.clean));
  // 5 % of 20 is 1, although 0.05 * 20 is not exact in binary.
  const double allowed = std::floor(fpr * clean + 1e-9);
  double above = 0;
  for (std::size_t i = h.scores.size(); i-- > 0;) {
    above += h.clean[i];
    if (above > allowed) return h.scores[i];
  }
  return -HUGE_VAL;
}

std::optional<double> tpr_at_fpr(const ScoreHistogram& h, double fpr) {
  const auto spun = static_cast<double>(total(h.spun));
  if (spun == 0 || total(h.clean) == 0) return std::nullopt;
  const double threshold = threshold_at_fpr(h, fpr);
  double found = 0;
  for (std::size_t i = 0; i < h.scores.size(); ++i) {
    if (h.scores[i] > threshold) found += h.spun[i];
  }
  return found / spun;
}

std::optional<Interval> roc_interval(
    const ScoreHistogram& h,
    const std::function<std::optional<double>(const ScoreHistogram&)>& figure) {
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
  return middle(values);
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

std::optional<Interval> share_interval(std::span<const Share> documents) {
  if (!share(documents)) return std::nullopt;
  std::mt19937_64 random(kSeed);
  std::vector<double> values;
  values.reserve(kResamples);
  for (int i = 0; i < kResamples; ++i) {
    Share sum;
    for (std::size_t j = 0; j < documents.size(); ++j) {
      const Share& document = documents[draw(random, documents.size())];
      sum.part += document.part;
      sum.whole += document.whole;
    }
    if (sum.whole > 0) values.push_back(sum.part / sum.whole);
  }
  return middle(values);
}

}  // namespace despin::eval
