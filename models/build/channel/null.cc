#include <algorithm>
#include <cmath>

#include "lib/decode/decoder.h"
#include "models/build/channel/learn.h"
#include "models/build/encode/channel_encoder.h"

namespace despin::train {
namespace {

constexpr double kLargestGain = 1.0;  // what a form may win back, nats
constexpr double kLargestLoss = 8.0;
constexpr std::size_t kBatch = decode::kBlock;

}  // namespace

std::vector<channel::WrittenForm> correct_for_null(std::vector<channel::WrittenForm> forms,
                                                   channel::ContextWeights context,
                                                   const lm::NgramModel& lm,
                                                   std::span<const std::vector<WordId>> sentences,
                                                   const NullOptions& options) {
  const std::vector<std::byte> section = channel::encode_channel(forms, context);
  const auto channel = channel::Channel::view(section);
  if (!channel) return forms;
  const decode::Decoder decoder(lm, *channel, {}, options.net);
  decode::DecodeScratch scratch;
  decode::Decoding decoding;
  std::vector<double> gains(forms.size(), 0.0);
  std::vector<double> sightings(forms.size(), 0.0);
  const double prior_log_odds = std::log(options.rate / (1 - options.rate));

  std::vector<decode::InputWord> input_words;
  std::vector<WordId> words;
  const auto flush = [&] {
    decoder.decode_at(input_words, options.rate, scratch, decoding);
    words.clear();
    for (const decode::InputWord& s : input_words) words.push_back(s.word);
    for (std::size_t i = 0; i < words.size(); ++i) {
      const std::size_t reach = channel->longest_from(words[i]);
      for (std::size_t n = 1; n <= reach && i + n <= words.size(); ++n) {
        const auto form = channel->find(std::span(words).subspan(i, n));
        if (form) sightings[*form] += 1;
      }
    }
    for (const decode::SwapSpan& span : decoding.spans) {
      const auto form = channel->find(std::span(words).subspan(span.begin, span.end - span.begin));
      if (!form) continue;
      const double odds = static_cast<double>(span.posterior) /
                          std::max(1 - static_cast<double>(span.posterior), 1e-6);
      const double gain =
          odds / std::exp(prior_log_odds + static_cast<double>(forms[*form].swap_ratio_nats));
      gains[*form] += std::min(gain, options.max_gain);
    }
    input_words.clear();
  };
  for (const std::vector<WordId>& sentence : sentences) {
    bool begins = true;
    for (const WordId word : sentence) {
      input_words.push_back({word, begins, false});
      begins = false;
    }
    if (input_words.size() + 200 > kBatch) flush();
  }
  if (!input_words.empty()) flush();

  for (std::size_t i = 0; i < forms.size(); ++i) {
    const double mean =
        (gains[i] + options.prior_sightings) / (sightings[i] + options.prior_sightings);
    forms[i].swap_ratio_nats -=
        static_cast<float>(std::clamp(std::log(mean), -kLargestGain, kLargestLoss));
  }
  return forms;
}

}  // namespace despin::train
