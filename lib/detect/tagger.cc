#include "lib/detect/tagger.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "lib/base/bytes.h"
#include "lib/base/exact_math.h"

namespace despin::detect {
namespace {

constexpr std::string_view kNames[kSpanFeatureCount] = {
    "posterior", "favour", "association", "cloze_association", "phrase", "neighbours",
    "repeats",   "gain",   "rate"};
constexpr std::uint32_t kReach = 4;  // words that count as neighbors
constexpr double kSurest = 1e-4;     // posteriors nearer to 0 or 1 say no more

double logit(double p) {
  p = std::clamp(p, kSurest, 1 - kSurest);
  return base::exact_log(p) - base::exact_log(1 - p);
}

Error bad(const char* what) {
  return {ErrorCode::kBadModel, std::string("section TAGR ") + what +
                                    "; expected an intact model file; fetch or build it again"};
}

}  // namespace

std::span<const std::string_view> span_feature_names() { return kNames; }

SpanReader::SpanReader(std::span<const decode::InputWord> input_words,
                       const decode::Rescored& rescored, const channel::Channel& channel,
                       const lm::NgramModel& ngrams)
    : input_words_(input_words), rescored_(&rescored), channel_(&channel), ngrams_(&ngrams) {
  for (const decode::InputWord& input_word : input_words) ++counts_[input_word.word];
  double swapped = 0;
  for (const decode::WordEvidence& word : rescored.decoding.words) {
    swapped += static_cast<double>(word.swapped);
  }
  rate_ = base::exact_log((swapped + 1) / static_cast<double>(input_words.size() + 20));
}

SpanFeatures SpanReader::features(std::size_t number) const {
  const decode::SwapSpan& span = rescored_->decoding.spans[number];
  const auto& words = rescored_->decoding.words;
  SpanFeatures f{};
  f[kSpanPosterior] = logit(static_cast<double>(span.posterior));
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
  const std::uint32_t first = span.begin - std::min(span.begin, kReach);
  const std::uint32_t last =
      std::min(static_cast<std::uint32_t>(input_words_.size()), span.end + kReach);
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
  std::uint32_t count = 0;
  std::size_t at = 0;
  if (!base::read_le(section, at, count) || count == 0 || count > kSpanFeatureCount) {
    return bad("weighs other features than this version computes");
  }
  if (section.size() != 8 + 4 * std::size_t{count}) return bad("has a wrong length");
  const auto next = [&] {
    return static_cast<double>(base::load_le<float>(section.data() + (at += 4)));
  };
  Tagger tagger;
  tagger.bias_ = next();
  // Features that a model is too old to know weigh nothing.
  tagger.weights_.fill(0);
  for (std::uint32_t i = 0; i < count; ++i) tagger.weights_[i] = next();
  if (!std::isfinite(tagger.bias_) || !std::all_of(tagger.weights_.begin(), tagger.weights_.end(),
                                                   [](double w) { return std::isfinite(w); })) {
    return bad("has weights that cannot be");
  }
  return tagger;
}

double Tagger::log_odds(const SpanFeatures& features) const noexcept {
  double sum = bias_;
  for (std::size_t i = 0; i < features.size(); ++i) sum += weights_[i] * features[i];
  return sum;
}

std::vector<std::byte> Tagger::encode() const {
  std::vector<std::byte> out;
  base::append_le(out, std::uint32_t{kSpanFeatureCount});
  base::append_le(out, static_cast<float>(bias_));
  for (const double weight : weights_) base::append_le(out, static_cast<float>(weight));
  return out;
}

}  // namespace despin::detect
