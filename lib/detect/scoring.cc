#include "lib/detect/scoring.h"

#include <algorithm>
#include <cmath>

#include "lib/base/bytes.h"

namespace despin::detect {
namespace {

using base::append_le;
using base::read_le;

constexpr std::uint32_t kMaxTable = 256;  // bands, rates: far above any real table
// A standardized feature beyond this says no more: one odd text must not run away.
constexpr double kMaxDeviation = 12;

Error bad(const char* section, const char* what) {
  return {ErrorCode::kBadModel,
          std::string("section ") + section + " " + what + "; rebuild or download the model again"};
}

bool read_float(std::span<const std::byte> bytes, std::size_t& at, double& value) {
  float f = 0;
  if (!read_le(bytes, at, f)) return false;
  at += sizeof f;
  value = static_cast<double>(f);
  return true;
}

// Rates are whole doubles: 0.001 in single precision is more than the 0.001 that
// a caller allows.
bool read_double(std::span<const std::byte> bytes, std::size_t& at, double& value) {
  if (!read_le(bytes, at, value)) return false;
  at += sizeof value;
  return true;
}

bool read_count(std::span<const std::byte> bytes, std::size_t& at, std::uint32_t& value) {
  if (!read_le(bytes, at, value)) return false;
  at += sizeof value;
  return true;
}

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

}  // namespace

Result<Scoring> Scoring::view(std::span<const std::byte> scor, std::span<const std::byte> calb) {
  Scoring s;
  std::size_t at = 0;
  std::uint32_t features = 0;
  if (!read_count(scor, at, features) || features == 0 || features > kFeatureCount) {
    return bad("SCOR", "weighs other features than this version computes");
  }
  Weights& w = s.weights_;
  bool whole = read_float(scor, at, w.bias);
  // Features that a model is too old to know keep the weight 0.
  for (std::size_t i = 0; i < features; ++i) {
    whole = whole && read_float(scor, at, w.mean[i]) && read_float(scor, at, w.inverse_scale[i]) &&
            read_float(scor, at, w.weight[i]);
  }
  whole = whole && read_count(scor, at, w.min_words) && read_float(scor, at, w.min_known_share) &&
          read_float(scor, at, w.min_control_ln_p);
  if (!whole || at != scor.size() || !all_finite(w)) return bad("SCOR", "is corrupt");

  at = 0;
  std::uint32_t rates = 0;
  std::uint32_t bands = 0;
  Calibration& c = s.calibration_;
  if (!read_count(calb, at, rates) || !read_count(calb, at, bands) || rates > kMaxTable ||
      bands > kMaxTable) {
    return bad("CALB", "is corrupt");
  }
  c.rates.resize(rates);
  for (double& rate : c.rates) whole = whole && read_double(calb, at, rate);
  c.bands.resize(bands);
  for (LengthBand& band : c.bands) {
    whole = whole && read_count(calb, at, band.min_words) && read_count(calb, at, band.texts);
    band.thresholds.resize(rates);
    for (double& t : band.thresholds) whole = whole && read_float(calb, at, t);
  }
  if (!whole || at != calb.size() || !plausible(c)) return bad("CALB", "is corrupt");
  return s;
}

double deviation(const Weights& weights, const Features& features, Feature feature) noexcept {
  return std::clamp((features[feature] - weights.mean[feature]) * weights.inverse_scale[feature],
                    -kMaxDeviation, kMaxDeviation);
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

double Scoring::false_positive_bound(double score, std::uint32_t words) const noexcept {
  const LengthBand* band = nullptr;
  for (const LengthBand& b : calibration_.bands) {
    if (words >= b.min_words) band = &b;
  }
  double bound = 1;
  if (band == nullptr) return bound;
  for (std::size_t i = 0; i < calibration_.rates.size(); ++i) {
    if (score >= band->thresholds[i]) bound = std::min(bound, calibration_.rates[i]);
  }
  return bound;
}

AbstainReason Scoring::reason_to_abstain(const DocumentFacts& facts) const noexcept {
  if (facts.words == 0 || facts.words < weights_.min_words) return AbstainReason::kTooShort;
  if (facts.known_words < weights_.min_known_share * facts.words) {
    return AbstainReason::kNotEnglish;
  }
  if (facts.features[kControlLnP] < weights_.min_control_ln_p) return AbstainReason::kUnfamiliar;
  return AbstainReason::kNone;
}

void Scoring::judge(const DocumentFacts& facts, const AnalyzeOptions& options, Report& out) const {
  out.score = score(facts.features);
  out.words = facts.words;
  out.contributions.clear();
  for (std::uint8_t i = 0; i < kFeatureCount; ++i) {
    const auto feature = static_cast<Feature>(i);
    out.contributions.push_back(
        {feature_names()[i], facts.features[i], contribution(facts.features, feature)});
  }
  out.verdict = Verdict::kAbstain;
  out.false_positive_rate_upper = 1;
  out.abstain_reason = reason_to_abstain(facts);
  if (out.abstain_reason != AbstainReason::kNone) return;
  out.false_positive_rate_upper = false_positive_bound(out.score, out.words);
  out.verdict = out.false_positive_rate_upper <= options.max_false_positive_rate
                    ? Verdict::kSpun
                    : Verdict::kNotSpun;
}

std::vector<std::byte> encode_weights(const Weights& w) {
  std::vector<std::byte> out;
  append_le(out, std::uint32_t{kFeatureCount});
  append_le(out, static_cast<float>(w.bias));
  for (std::size_t i = 0; i < kFeatureCount; ++i) {
    append_le(out, static_cast<float>(w.mean[i]));
    append_le(out, static_cast<float>(w.inverse_scale[i]));
    append_le(out, static_cast<float>(w.weight[i]));
  }
  append_le(out, w.min_words);
  append_le(out, static_cast<float>(w.min_known_share));
  append_le(out, static_cast<float>(w.min_control_ln_p));
  return out;
}

std::vector<std::byte> encode_calibration(const Calibration& c) {
  std::vector<std::byte> out;
  append_le(out, static_cast<std::uint32_t>(c.rates.size()));
  append_le(out, static_cast<std::uint32_t>(c.bands.size()));
  for (const double rate : c.rates) append_le(out, rate);
  for (const LengthBand& band : c.bands) {
    append_le(out, band.min_words);
    append_le(out, band.texts);
    for (const double t : band.thresholds) append_le(out, static_cast<float>(t));
  }
  return out;
}

}  // namespace despin::detect
