// models/build/encode/vocabulary_encoder.h
// Writes section VOCB, the words of a model.
//
//   auto bytes = format::encode_vocabulary(words);
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "lib/format/vocabulary.h"

namespace despin::format {

// Words in id order, the six special ones first (lib/base/word_id.h).
struct VocabularyEntry {
  std::string word;
  std::uint64_t count = 0;
};
// REQUIRES: six to kMaxVocabulary distinct words, under 4 GiB of them.
std::vector<std::byte> encode_vocabulary(std::span<const VocabularyEntry> words);

}  // namespace despin::format
