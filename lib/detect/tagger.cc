#include "lib/detect/tagger.h"

#include <algorithm>
#include <cmath>

#include "lib/base/exact_math.h"
#include "lib/format/section_reader.h"

namespace despin::detect {
namespace {

constexpr std::string_view kSpanNames[kSpanFeatureCount] = {
    "posterior", "favour", "association", "cloze_association", "phrase", "neighbours",
    "repeats",   "gain",   "rate"};

double logit(double p, double surest) {
  p = std::clamp(p, surest, 1 - surest);
  return base::exact_log(p) - base::exact_log(1 - p);
}

}  // namespace

std::span<const std::string_view> span_feature_names() { return kSpanNames; }

SpanReader::SpanReader(std::span<const decode::InputWord> input_words,
                       const decode::Rescored& rescored, const channel::Channel& channel,
                       const lm::NgramModel& ngrams, const DetectParameters& parameters)
    : input_words_(input_words),
      rescored_(&rescored),
      channel_(&channel),
      ngrams_(&ngrams),
      parameters_(parameters) {
  for (const decode::InputWord& input_word : input_words) ++counts_[input_word.word];
  double swapped = 0;
  for (const decode::WordEvidence& word : rescored.decoding.words) {
    swapped += static_cast<double>(word.swapped);
  }
  rate_ = base::exact_log((swapped + parameters.rate_prior_swaps) /
                          (static_cast<double>(input_words.size()) + parameters.rate_prior_words));
}

SpanFeatures SpanReader::features(std::size_t number) const {
  const decode::SwapSpan& span = rescored_->decoding.spans[number];
  const auto& words = rescored_->decoding.words;
  SpanFeatures f{};
  f[kSpanPosterior] = logit(static_cast<double>(span.posterior), parameters_.surest);
  std::array<WordId, channel::kMaxWrittenWords> written{};
  const std::uint32_t size =
      std::min<std::uint32_t>(span.end - span.begin, channel::kMaxWrittenWords);
  double association = 0;
  for (std::uint32_t i = 0; i < size; ++i) {
    written[i] = input_words_[span.begin + i].word;
    association += static_cast<double>(words[span.begin + i].ln_p - ngrams_->unigram(written[i]));
  }
  if (const auto form = channel_->find(std::span(written).first(size))) {
    f[kSpanSwapRatio] = static_cast<double>(channel_->swap_ratio_nats(*form));
  }
  f[kSpanAssociation] = association / size;
  if (size == 1) {
    f[kSpanClozeAssociation] = static_cast<double>(words[span.begin].cloze_association);
  }
  f[kSpanPhrase] = size - 1;
  const std::uint32_t first = span.begin - std::min(span.begin, parameters_.neighbor_reach);
  const std::uint32_t last = std::min(static_cast<std::uint32_t>(input_words_.size()),
                                      span.end + parameters_.neighbor_reach);
  for (std::uint32_t i = first; i < last; ++i) {
    if (i < span.begin || i >= span.end) {
      f[kSpanNeighbors] += static_cast<double>(words[i].swapped);
    }
  }
  f[kSpanRate] = rate_;
  f[kSpanGain] = static_cast<double>(rescored_->rerank_gain_nats[number]);
  f[kSpanRepeats] = base::exact_log(counts_.at(written[0]));
  return f;
}

Result<Tagger> Tagger::view(std::span<const std::byte> section) {
  format::SectionReader in(format::kTaggerSection, section);
  const auto count = in.number<std::uint32_t>();
  if (count == 0 || count > kSpanFeatureCount) {
    return in.bad("weighs other features than this version computes");
  }
  Tagger tagger;
  tagger.bias_ = static_cast<double>(in.number<float>());
  // Features that a model is too old to know weigh nothing.
  tagger.weights_.fill(0);
  for (std::uint32_t i = 0; i < count; ++i) {
    tagger.weights_[i] = static_cast<double>(in.number<float>());
  }
  if (!in.at_end()) return in.bad("has another size than it says");
  if (!std::isfinite(tagger.bias_) || !std::all_of(tagger.weights_.begin(), tagger.weights_.end(),
                                                   [](double w) { return std::isfinite(w); })) {
    return in.bad("has weights that cannot be");
  }
  return tagger;
}

double Tagger::log_odds(const SpanFeatures& features) const noexcept {
  double sum = bias_;
  for (std::size_t i = 0; i < features.size(); ++i) sum += weights_[i] * features[i];
  return sum;
}

}  // namespace despin::detect
