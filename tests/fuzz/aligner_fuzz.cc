// Any bytes as two texts, and any as the channel that compares them: a Comparison that
// keeps its promises, or an error.
//
// The first byte says how many of the bytes, in sixteenths, are laid over the channel
// section behind its header; the rest is the original and, behind a byte 0xFF, the
// suspect. Without that byte the suspect is the original turned about at its middle.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/align/comparison.h"
#include "tests/support/comparison_invariants.h"
#include "tests/support/small_sections.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace despin;
  if (size == 0) return 0;
  static const std::vector<std::byte> vocabulary_bytes = fuzz::small_vocabulary();
  static const std::vector<std::byte> ngram_bytes = fuzz::small_ngrams();
  static const format::Vocabulary vocabulary = *format::Vocabulary::view(vocabulary_bytes);
  static const lm::NgramModel ngrams = *lm::NgramModel::view(ngram_bytes);
  static align::ComparisonScratch scratch;  // reused, as in a service

  const std::size_t laid_over = (size - 1) * (data[0] % 16U) / 16;
  const std::vector<std::byte> corrupt = fuzz::damaged_channel(data + 1, laid_over);
  const auto channel = channel::Channel::view(corrupt);
  if (!channel) std::abort();
  const std::string_view texts(reinterpret_cast<const char*>(data) + 1 + laid_over,
                               size - 1 - laid_over);
  const std::size_t middle = texts.find('\xFF');
  const std::string_view original = texts.substr(0, middle);
  std::string suspect;
  if (middle != texts.npos) {
    suspect = texts.substr(middle + 1);
  } else {
    suspect = texts.substr(texts.size() / 2);
    suspect += texts.substr(0, texts.size() / 2);
  }
  const auto comparison =
      align::compare(original, suspect, {vocabulary, ngrams, *channel}, scratch);
  if (comparison && !comparison_invariants::fault(*comparison, original, suspect).empty()) {
    std::abort();
  }
  return 0;
}
