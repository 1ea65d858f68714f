#include "models/build/verdict/pages.h"

#include <cstdint>

#include "lib/base/hash.h"

namespace despin::train {

std::vector<double> page_densities(const std::vector<const TextEvidence*>& texts, std::size_t words,
                                   std::size_t pages, double prior_words) {
  std::vector<double> densities;
  for (std::uint64_t page = 0; page < pages; ++page) {
    TextEvidence sentences;
    std::size_t read = 0;
    for (std::uint64_t place = 0; read < words; ++place) {
      const std::uint64_t draw = base::mix64(page << 32U | place);
      for (const detect::SentenceEvidence& sentence : *texts[base::scale_to(draw, texts.size())]) {
        sentences.push_back(sentence);
        read += sentence.words;
      }
    }
    densities.push_back(detect::densest(sentences, prior_words));
  }
  return densities;
}

}  // namespace despin::train
