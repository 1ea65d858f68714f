// lib/detect/tagger.h
// Which spans of a spun text were swapped: a logistic weighing of what the decoder and
// the text around say of each.
//
//   detect::SpanReader reader(reading.words, rescored, channel, ngrams);
//   double odds = tagger.log_odds(reader.features(i));   // nats; > 0: likelier than not
//
// Spans are those of the second pass (lib/decode/rescore.h), in training as in use.
//
// Why      A decoder's posterior is sure of too much: it counts neighboring words as
//          independent witnesses and knows nothing of a span but its readings. Capitals are
//          no feature: the spinners learned from spare names, the next one breaks them.
//          Ablation in models/cards/en.md.
// Threads  Immutable.
// Cost     O(words) to begin a text, O(1) a span.
// Layout   models/FORMAT.md, section TAGR. Trained by models/build/tagger.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "despin/result.h"
#include "lib/channel/channel.h"
#include "lib/decode/rescore.h"
#include "lib/detect/parameters.h"
#include "lib/lm/ngram_model.h"

namespace despin::detect {

enum SpanFeature : std::uint8_t {
  kSpanPosterior,         // log-odds, the decoder's
  kSpanSwapRatio,         // of the substitute, nats
  kSpanAssociation,       // with the words before it: ln P(word | before) - ln P(word), a word
  kSpanClozeAssociation,  // with all the text around: the network's, of a single word
  kSpanPhrase,            // words but the first
  kSpanNeighbors,         // expected swaps among the four words on either side
  kSpanRepeats,           // ln of how often its first word stands in the text
  kSpanGain,              // what the best meaning gains over the word as written
  kSpanRate,              // of the text: ln((words that swaps cover + 1) / (words + 20))
  kSpanFeatureCount
};

using SpanFeatures = std::array<double, kSpanFeatureCount>;

std::span<const std::string_view> span_feature_names();

// Facts of one rescored text that its spans share. The arguments must outlive it.
class SpanReader {
 public:
  SpanReader(std::span<const decode::InputWord> input_words, const decode::Rescored& rescored,
             const channel::Channel& channel, const lm::NgramModel& ngrams,
             const DetectParameters& parameters = {});
  // Of the span of that number.
  SpanFeatures features(std::size_t number) const;

 private:
  std::span<const decode::InputWord> input_words_;
  const decode::Rescored* rescored_;
  const channel::Channel* channel_;
  const lm::NgramModel* ngrams_;
  std::unordered_map<WordId, std::uint32_t> counts_;
  DetectParameters parameters_;
  double rate_ = 0;
};

class Tagger {
 public:
  // Trusts the decoder's posterior alone.
  Tagger() { weights_[kSpanPosterior] = 1; }
  Tagger(const SpanFeatures& weights, double bias) : weights_(weights), bias_(bias) {}
  // Errors: kBadModel.
  static Result<Tagger> view(std::span<const std::byte> section);

  double log_odds(const SpanFeatures& features) const noexcept;
  const SpanFeatures& weights() const noexcept { return weights_; }
  double bias() const noexcept { return bias_; }

 private:
  SpanFeatures weights_{};
  double bias_ = 0;
};

}  // namespace despin::detect
