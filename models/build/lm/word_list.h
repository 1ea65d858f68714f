// models/build/lm/word_list.h
// Chooses the words of a model and gives them their ids.
//
//   auto words = train::choose_words(corpus, {.min_count = 5}, required);
//
// Ids are in order of falling count, then of bytes; the six special words come first
// (lib/base/word_id.h).
// Memory   About 100 bytes for each distinct word of the corpus.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "despin/result.h"
#include "lib/format/vocabulary.h"
#include "models/build/encode/vocabulary_encoder.h"
#include "models/build/lm/corpus.h"

namespace despin::train {

struct WordChoice {
  std::uint64_t min_count = 5;
  std::size_t max_words = 200000;  // the most frequent; required words come on top
};

// Errors: as Corpus::read().
Result<std::vector<format::VocabularyEntry>> choose_words(const Corpus& corpus,
                                                          const WordChoice& choice,
                                                          const std::vector<std::string>& required);

}  // namespace despin::train
