// A section LANG for tests: English, German and French by a few words each.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/language/ngrams.h"
#include "models/build/encode/language_encoder.h"

namespace despin::small_languages {

inline constexpr const char* kWords[] = {
    "the and of to in that was with for they party vote election ruling house",
    "der und die von zu den das mit wurde sie partei gestern wahl gewann haus",
    "le et les de dans que il avec pour ils parti vote hier gagna maison"};

inline language::LanguageHead head() {
  language::LanguageHead out;
  out.languages = 3;
  out.ngrams = {.longest = 4, .characters = 24, .bucket_bits = 12};
  out.windows = 4;
  out.window_words = 6;
  out.min_english = 0.25F;
  out.unit = 0.1F;
  return out;
}

// Each language has a dimension: that of the n-grams of its words.
inline std::vector<std::byte> section(language::LanguageHead head = small_languages::head()) {
  const std::vector<std::string> codes = {"en", "de", "fr"};
  std::vector<float> layer(codes.size() * (1 + language::kDimensions), 0.0F);
  std::vector<std::int8_t> rows(language::kDimensions << head.ngrams.bucket_bits);
  for (std::size_t l = 0; l < codes.size(); ++l) {
    layer[l * (1 + language::kDimensions) + 1 + l] = 2;
    const std::string_view words = kWords[l];
    for (std::size_t begin = 0; begin < words.size();) {
      const std::size_t end = std::min(words.find(' ', begin), words.size());
      language::for_each_ngram(
          words.substr(begin, end - begin), head.ngrams,
          [&](std::uint32_t bucket) { rows[bucket * language::kDimensions + l] = 100; });
      begin = end + 1;
    }
  }
  return language::encode_languages(head, codes, layer, rows);
}

}  // namespace despin::small_languages
