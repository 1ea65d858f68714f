#include "lib/detect/scoring.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "lib/format/section_reader.h"

namespace despin::detect {
namespace {

constexpr std::uint32_t kMaxTable = 256;  // bands, rates: far above any real table

bool all_finite(const Weights& w) {
  const auto finite = [](const Features& f) {
    return std::all_of(f.begin(), f.end(), [](double v) { return std::isfinite(v); });
  };
  return std::isfinite(w.bias) && finite(w.mean) && finite(w.inverse_scale) && finite(w.weight) &&
         std::isfinite(w.min_known_share) && std::isfinite(w.min_control_ln_p);
}

// A corrupt table must not promise more than any table can.
bool plausible(const Calibration& c) {
  const auto is_rate = [](double rate) { return rate > 0 && rate <= 1; };
  if (!std::all_of(c.rates.begin(), c.rates.end(), is_rate)) return false;
  for (std::size_t i = 0; i < c.bands.size(); ++i) {
    if (i > 0 && c.bands[i].min_words <= c.bands[i - 1].min_words) return false;
    const auto& thresholds = c.bands[i].thresholds;
    if (std::any_of(thresholds.begin(), thresholds.end(), [](double t) { return std::isnan(t); })) {
      return false;
    }
  }
  return true;
}

double next_float(format::SectionReader& in) { return static_cast<double>(in.number<float>()); }

Result<Weights> read_weights(std::span<const std::byte> section) {
  format::SectionReader in(format::kScoringSection, section);
  const auto features = in.number<std::uint32_t>();
  if (features == 0 || features > kFeatureCount) {
    return in.bad("weighs other features than this version computes");
  }
  Weights w;
  w.bias = next_float(in);
  // Features that a model is too old to know keep the weight 0.
  for (std::size_t i = 0; i < features; ++i) {
    w.mean[i] = next_float(in);
    w.inverse_scale[i] = next_float(in);
    w.weight[i] = next_float(in);
  }
  w.min_words = in.number<std::uint32_t>();
  w.min_known_share = next_float(in);
  w.min_control_ln_p = next_float(in);
  if (!in.at_end()) return in.bad("has another size than it says");
  if (!all_finite(w)) return in.bad("has weights that cannot be");
  return w;
}

Result<Calibration> read_calibration(std::span<const std::byte> section) {
  format::SectionReader in(format::kCalibrationSection, section);
  const auto rates = in.number<std::uint32_t>();
  const auto bands = in.number<std::uint32_t>();
  if (rates > kMaxTable || bands > kMaxTable) return in.bad("has more rates or bands than can be");
  Calibration c;
  c.rates.resize(rates);
  // Rates are whole doubles: 0.001 in single precision is more than the 0.001 that
  // a caller allows.
  for (double& rate : c.rates) rate = in.number<double>();
  c.bands.resize(bands);
  for (LengthBand& band : c.bands) {
    band.min_words = in.number<std::uint32_t>();
    band.texts = in.number<std::uint32_t>();
    band.thresholds.resize(rates);
    for (double& t : band.thresholds) t = next_float(in);
  }
  if (!in.at_end()) return in.bad("has another size than it says");
  if (!plausible(c)) return in.bad("promises what no table can");
  return c;
}

}  // namespace

Result<Scoring> Scoring::view(std::span<const std::byte> scor, std::span<const std::byte> calb,
                              const DetectParameters& parameters) {
  auto weights = read_weights(scor);
  if (!weights) return weights.error();
  auto calibration = read_calibration(calb);
  if (!calibration) return calibration.error();
  Scoring s;
  s.weights_ = *weights;
  s.weights_.max_deviation = parameters.max_deviation;
  s.calibration_ = std::move(*calibration);
  return s;
}

double deviation(const Weights& weights, const Features& features, Feature feature) noexcept {
  return std::clamp((features[feature] - weights.mean[feature]) * weights.inverse_scale[feature],
                    -weights.max_deviation, weights.max_deviation);
}

double score(const Weights& weights, const Features& features) noexcept {
  double sum = weights.bias;
  for (std::uint8_t i = 0; i < kFeatureCount; ++i) {
    const auto feature = static_cast<Feature>(i);
    sum += deviation(weights, features, feature) * weights.weight[feature];
  }
  return sum;
}

double Scoring::contribution(const Features& features, Feature feature) const noexcept {
  return deviation(weights_, features, feature) * weights_.weight[feature];
}

double Scoring::score(const Features& features) const noexcept {
  return detect::score(weights_, features);
}

double Scoring::passage_feature_at(double wanted, const Features& features) const noexcept {
  const double others = score(features) - contribution(features, kPassageEvidence);
  const double per_unit =
      weights_.weight[kPassageEvidence] * weights_.inverse_scale[kPassageEvidence];
  return weights_.mean[kPassageEvidence] + (wanted - others) / per_unit;
}

const LengthBand* Scoring::band_of(std::uint32_t words) const noexcept {
  const LengthBand* band = nullptr;
  for (const LengthBand& b : calibration_.bands) {
    if (words >= b.min_words) band = &b;
  }
  return band;
}

double Scoring::false_positive_bound(double score, std::uint32_t words) const noexcept {
  const LengthBand* band = band_of(words);
  double bound = 1;
  if (band == nullptr) return bound;
  for (std::size_t i = 0; i < calibration_.rates.size(); ++i) {
    if (score >= band->thresholds[i]) bound = std::min(bound, calibration_.rates[i]);
  }
  return bound;
}

double Scoring::threshold(double rate, std::uint32_t words) const noexcept {
  // No bound is above 1.
  if (rate >= 1) return -std::numeric_limits<double>::infinity();
  double least = std::numeric_limits<double>::infinity();
  const LengthBand* band = band_of(words);
  if (band == nullptr) return least;
  for (std::size_t i = 0; i < calibration_.rates.size(); ++i) {
    if (calibration_.rates[i] <= rate) least = std::min(least, band->thresholds[i]);
  }
  // What is likelier not spun than spun is not called so, however many false positives are allowed.
  return judges_passages() ? std::max(least, 0.0) : least;
}

AbstainReason Scoring::reason_to_abstain(const DocumentFacts& facts) const noexcept {
  if (facts.words == 0 || facts.words < weights_.min_words) return AbstainReason::kTooShort;
  if (facts.other_language || facts.known_words < weights_.min_known_share * facts.words) {
    return AbstainReason::kNotEnglish;
  }
  if (facts.features[kControlLnP] < weights_.min_control_ln_p) return AbstainReason::kUnfamiliar;
  return AbstainReason::kNone;
}

void Scoring::judge(const DocumentFacts& facts, const AnalyzeOptions& options, Report& out) const {
  out.score = score(facts.features);
  out.bias = weights_.bias;
  out.words = facts.words;
  out.max_false_positive_rate = options.max_false_positive_rate;
  out.threshold = threshold(options.max_false_positive_rate, facts.words);
  out.contributions.clear();
  for (std::uint8_t i = 0; i < kFeatureCount; ++i) {
    const auto feature = static_cast<Feature>(i);
    // Not minus zero, of which nobody would know what it means.
    out.contributions.push_back(
        {feature_names()[i], facts.features[i] + 0.0, contribution(facts.features, feature) + 0.0});
  }
  out.verdict = Verdict::kAbstain;
  out.false_positive_rate_upper = 1;
  out.abstain_reason = reason_to_abstain(facts);
  if (out.abstain_reason != AbstainReason::kNone) return;
  out.false_positive_rate_upper = false_positive_bound(out.score, out.words);
  out.verdict = out.score >= out.threshold ? Verdict::kSpun : Verdict::kNotSpun;
}

}  // namespace despin::detect
