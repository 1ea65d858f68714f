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
#include <utility>
#include <vector>

#include "lib/decode/restorer.h"
#include "lib/detect/document_report.h"
#include "lib/detect/findings.h"
#include "tests/support/made_cloze.h"
#include "tests/support/small_sections.h"

namespace {

void check(bool good) {
  if (!good) std::abort();
}

// By place, disjoint, within the text.
void check_findings(const despin::detect::Reading& reading,
                    const despin::decode::Decoding& decoding,
                    const despin::detect::Meanings& meanings) {
  using namespace despin;
  std::uint32_t before = 0;
  for (const Finding& f : detect::to_findings(reading.tokens, decoding,
                                              detect::posterior_log_odds(decoding), meanings)) {
    check(f.begin_byte >= before && f.begin_byte < f.end_byte && f.end_byte <= reading.text.size());
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
  static detect::Reading reading;  // reused, as in a service
  static detect::ReportScratch scratch;

  const std::size_t laid_over = (size - 1) * (data[0] % 16U) / 16;
  const std::vector<std::byte> corrupt = fuzz::damaged_channel(data + 1, laid_over);
  const auto channel = channel::Channel::view(corrupt);
  check(channel.has_value());
  const std::string_view text(reinterpret_cast<const char*>(data) + 1 + laid_over,
                              size - 1 - laid_over);
  const decode::Decoder decoder(ngrams, *channel, {}, &net);
  if (!detect::read(text, vocabulary, decoder, scratch.decoding, reading)) return 0;
  for (const decode::Decoding* decoding : {&std::as_const(reading.ngrams), &reading.swaps()}) {
    check(std::isfinite(decoding->evidence_nats) && decoding->evidence_nats >= 0);
    check_findings(reading, *decoding, {*channel, vocabulary});
  }
  const auto facts = detect::facts_of(reading, vocabulary);
  for (const double feature : facts.features) check(std::isfinite(feature));
  // As of a text that is called spun.
  decode::Rescored& rescored = scratch.rescored;
  decode::rescore(reading.words, {ngrams, *channel, &net}, reading.swaps(), reading.network.last,
                  scratch.decoding, scratch.rescoring, rescored);
  check(rescored.rerank_gain_nats.size() == rescored.decoding.spans.size());
  for (const float gain : rescored.rerank_gain_nats) check(std::isfinite(gain));
  for (const decode::SwapSpan& span : rescored.decoding.spans) {
    check(span.first_candidate < span.last_candidate);
  }
  check_findings(reading, rescored.decoding, {*channel, vocabulary});
  std::vector<WordId> words;
  for (const auto& input_word : reading.words) words.push_back(input_word.word);
  words.resize(std::min<std::size_t>(words.size(), 4));
  decode::RestoreOptions narrow;
  narrow.beam = 16;
  for (const auto& restored : decode::restore(words, ngrams, *channel, 5, narrow)) {
    check(std::isfinite(restored.score_nats));
  }
  return 0;
}
