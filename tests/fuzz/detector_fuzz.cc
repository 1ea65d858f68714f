// Any bytes as a text, and any as the channel that reads it: a report whose spans
// lie in the text, or an error.
//
// The first byte says how many of the bytes, in sixteenths, are laid over the
// channel section behind its header; the rest is the text.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string_view>
#include <vector>

#include "lib/decode/restorer.h"
#include "lib/detect/analysis.h"
#include "lib/detect/findings.h"
#include "lib/detect/meaning_ranks.h"
#include "tests/support/made_cloze.h"
#include "tests/support/small_sections.h"

namespace {

void check(bool good) {
  if (!good) std::abort();
}

// By place, disjoint, within the text.
void check_findings(const despin::detect::Analysis& analysis,
                    const despin::format::Vocabulary& vocabulary, std::string_view text) {
  using namespace despin;
  std::uint32_t before = 0;
  for (const Finding& f :
       detect::to_findings(analysis, detect::posterior_log_odds(analysis), vocabulary)) {
    check(f.begin_byte >= before && f.begin_byte < f.end_byte && f.end_byte <= text.size());
    before = f.end_byte;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace despin;
  if (size == 0) return 0;
  static const std::vector<std::byte> vocabulary_bytes = fuzz::small_vocabulary();
  static const std::vector<std::byte> ngram_bytes = fuzz::small_ngrams();
  static const format::Vocabulary vocabulary = *format::Vocabulary::view(vocabulary_bytes);
  static const lm::NgramModel ngrams = *lm::NgramModel::view(ngram_bytes);
  static const std::vector<std::byte> net_bytes = cloze::encode_cloze_net(
      made_cloze::random_parameters(vocabulary.size()), 0, {0.7F, 0.5F, 0.5F, 0});
  static const cloze::ClozeNet net = *cloze::ClozeNet::view(net_bytes);
  static detect::Analysis analysis;  // reused, as in a service

  const std::size_t laid_over = (size - 1) * (data[0] % 16U) / 16;
  const std::vector<std::byte> corrupt = fuzz::damaged_channel(data + 1, laid_over);
  const auto channel = channel::Channel::view(corrupt);
  check(channel.has_value());
  const std::string_view text(reinterpret_cast<const char*>(data) + 1 + laid_over,
                              size - 1 - laid_over);
  const decode::Decoder decoder(ngrams, *channel);
  if (!detect::analyse(text, vocabulary, decoder, analysis)) return 0;
  check(std::isfinite(analysis.decoding.evidence_nats) && analysis.decoding.evidence_nats >= 0);
  for (const double feature : analysis.facts.features) check(std::isfinite(feature));
  check_findings(analysis, vocabulary, text);
  // As of a text that is called spun.
  decode::Decoder(ngrams, *channel, decode::kCloseReading, &net)
      .decode_again(analysis.input_words, analysis.scratch, analysis.decoding);
  detect::rank_meanings(ngrams, *channel, net, analysis);
  for (const decode::SwapSpan& span : analysis.decoding.spans) {
    check(std::isfinite(span.gain_nats) && span.first_candidate < span.last_candidate);
  }
  check_findings(analysis, vocabulary, text);
  std::vector<WordId> words;
  for (const auto& input_word : analysis.input_words) words.push_back(input_word.word);
  words.resize(std::min<std::size_t>(words.size(), 8));
  for (const auto& reading : decode::restore(words, ngrams, *channel, 5)) {
    check(std::isfinite(reading.score_nats));
  }
  return 0;
}
