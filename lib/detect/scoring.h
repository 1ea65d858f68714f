// lib/detect/scoring.h
// From features to a score, and from a score to what it promises.
//
//   auto scoring = detect::Scoring::view(scor_bytes, calb_bytes);
//   double score = scoring->score(features);                   // log-odds
//   double bound = scoring->false_positive_bound(score, words);
//   scoring->judge(facts, options, report);                    // both, and the verdict
//
// Method   Logistic regression over standardized features. The bound is read off a
//          table: for each band of lengths and each rate, the least score whose
//          Clopper-Pearson 95 % upper bound (Clopper and Pearson 1934) on the share
//          of genuine texts scoring as high is within that rate in every control
//          group. Written by models/build/verdict.
// Threads  Immutable.
// Layout   models/FORMAT.md, sections SCOR and CALB.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "despin/report.h"
#include "despin/result.h"
#include "lib/detect/features.h"

namespace despin::detect {

struct Weights {
  double bias = 0;
  Features mean{};
  Features inverse_scale{};
  Features weight{};
  double max_deviation = DetectParameters{}.max_deviation;  // of section DETC
  // Beyond these a report abstains.
  std::uint32_t min_words = 0;
  double min_known_share = 0;   // of word tokens: below, not English
  double min_control_ln_p = 0;  // below, unlike anything measured
};

// A feature in units of its usual spread, bounded: one odd text must not run away.
double deviation(const Weights& weights, const Features& features, Feature feature) noexcept;

// Log-odds: bias and the weighted deviations.
double score(const Weights& weights, const Features& features) noexcept;

struct LengthBand {
  std::uint32_t min_words = 0;
  std::uint32_t texts = 0;         // genuine texts measured
  std::vector<double> thresholds;  // by rate; infinite where the data cannot say
};

struct Calibration {
  std::vector<double> rates;      // falling
  std::vector<LengthBand> bands;  // by min_words, rising
};

class Scoring {
 public:
  Scoring() = default;
  // Errors: kBadModel.
  static Result<Scoring> view(std::span<const std::byte> scor, std::span<const std::byte> calb,
                              const DetectParameters& parameters = {});

  const Weights& weights() const noexcept { return weights_; }
  const Calibration& calibration() const noexcept { return calibration_; }

  double score(const Features& features) const noexcept;
  // Whether a text is judged by its densest passage.
  bool judges_passages() const noexcept { return weights_.weight[kPassageEvidence] > 0; }
  // The value of kPassageEvidence at which the features, else as they are, have that score.
  // REQUIRES: judges_passages().
  double passage_feature_at(double score, const Features& features) const noexcept;

  // One term of score(), which is their sum and the bias.
  double contribution(const Features& features, Feature feature) const noexcept;

  // 1 where nothing can be promised.
  double false_positive_bound(double score, std::uint32_t words) const noexcept;

  // The least score whose bound is at most `rate`; infinite where there is none.
  double threshold(double rate, std::uint32_t words) const noexcept;

  // kNone unless the text is too short, in another language or unlike anything measured.
  AbstainReason reason_to_abstain(const DocumentFacts& facts) const noexcept;

  // Sets the score, what it is made of, its bound, the threshold and the verdict.
  void judge(const DocumentFacts& facts, const AnalyzeOptions& options, Report& out) const;

 private:
  // Of texts of so many words; null for shorter ones than were measured.
  const LengthBand* band_of(std::uint32_t words) const noexcept;

  Weights weights_;
  Calibration calibration_;
};

}  // namespace despin::detect
