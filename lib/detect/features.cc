#include "lib/detect/features.h"

#include <algorithm>

#include "lib/base/exact_math.h"
#include "lib/detect/distinct_swaps.h"

namespace despin::detect {
namespace {

constexpr std::string_view kNames[kFeatureCount] = {
    "evidence",       "swap_rate",         "expected_swaps",  "firm_swaps", "strong_swaps",
    "phrase_swaps",   "swappable_ln_p",    "control_ln_p",    "unknown",    "traces",
    "distinct_swaps", "distinct_evidence", "passage_evidence"};

// Rates of genuine texts lie close to 0, those of spun ones far apart: a logarithm
// spreads the former and keeps one odd text from running away with the latter.
double compress(double scale, double rate) {
  return base::exact_log(1 + scale * std::max(0.0, rate));
}

}  // namespace

std::span<const std::string_view> feature_names() { return kNames; }

double to_passage_feature(double density, const DetectParameters& parameters) {
  return compress(parameters.rate_scale, density);
}

double to_density(double passage_feature, const DetectParameters& parameters) {
  return (base::exact_exp(passage_feature) - 1) / parameters.rate_scale;
}

DocumentFacts extract_features(const text::Tokens& tokens,
                               std::span<const decode::InputWord> input_words,
                               const decode::Decoding& decoding, std::size_t artifacts,
                               const DetectParameters& parameters) {
  const float ln_p_floor = parameters.ln_p_floor;
  DocumentFacts facts;
  double swappable = 0;
  double control = 0;
  double swappable_ln_p = 0;
  double control_ln_p = 0;
  double mass = 0;
  for (std::size_t i = 0; i < input_words.size(); ++i) {
    const text::Token& token = tokens.list[i];
    if (token.kind != text::TokenKind::kWord || (token.flags & text::kInCode) != 0) continue;
    ++facts.words;
    if (input_words[i].word != kUnknownWord) ++facts.known_words;
    const decode::WordEvidence& word = decoding.words[i];
    const auto ln_p = static_cast<double>(std::max(word.ln_p, ln_p_floor));
    if (word.swappable) {
      ++swappable;
      swappable_ln_p += ln_p;
      mass += static_cast<double>(word.swapped);
    } else {
      ++control;
      control_ln_p += ln_p;
    }
  }
  double firm = 0;
  double strong = 0;
  double phrases = 0;
  for (const decode::SwapSpan& span : decoding.spans) {
    const double posterior = static_cast<double>(span.posterior);
    if (span.evidence_nats > parameters.firm_nats) firm += posterior;
    if (span.evidence_nats > parameters.strong_nats) strong += posterior;
    if (span.end - span.begin > 1) phrases += posterior;
  }
  const double words = std::max(1.0, static_cast<double>(facts.words));
  const double per_swappable = std::max(1.0, swappable);
  Features& f = facts.features;
  f[kEvidence] = compress(parameters.rate_scale, decoding.evidence_nats / words);
  f[kSwapRate] = compress(parameters.rate_scale, decoding.swap_rate);
  f[kExpectedSwaps] = compress(parameters.rate_scale, mass / per_swappable);
  f[kFirmSwaps] = compress(parameters.rate_scale, firm / per_swappable);
  f[kStrongSwaps] = compress(parameters.rate_scale, strong / per_swappable);
  f[kPhraseSwaps] = compress(parameters.rate_scale, phrases / per_swappable);
  f[kSwappableLnP] = swappable_ln_p / per_swappable;
  f[kControlLnP] = control_ln_p / std::max(1.0, control);
  f[kUnknown] = compress(parameters.rate_scale, 1 - static_cast<double>(facts.known_words) / words);
  f[kArtifacts] = compress(parameters.rate_scale, static_cast<double>(artifacts) / words);
  const SpansByForm spans(input_words, decoding);
  const DistinctSwaps distinct = count_distinct_swaps(spans, parameters.near_words);
  f[kDistinctSwaps] = compress(parameters.rate_scale, distinct.swaps / words);
  f[kDistinctEvidence] = compress(parameters.rate_scale, distinct.evidence_nats / words);
  facts.sentences = sentence_evidence(tokens, decoding, spans, parameters);
  f[kPassageEvidence] =
      to_passage_feature(densest(facts.sentences, parameters.passage_prior_words), parameters);
  return facts;
}

}  // namespace despin::detect
