// The sections of a model of a dozen words, for fuzzers of what reads them.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "lib/base/hash.h"
#include "lib/channel/channel.h"
#include "lib/format/vocabulary.h"
#include "models/build/encode/channel_encoder.h"
#include "models/build/encode/ngram_encoder.h"
#include "models/build/encode/vocabulary_encoder.h"

namespace despin::fuzz {

inline constexpr std::size_t kChannelHeaderBytes = 32;

inline std::vector<format::VocabularyEntry> small_words() {
  std::vector<format::VocabularyEntry> words;
  for (const char* word : {"<unk>", "<s>", "</s>", "<num>", ",", "<code>", "the", "in", "party",
                           "bash", "get", "together", "withinside", "old"}) {
    words.push_back({word, 1});
  }
  return words;
}

inline std::vector<std::byte> small_vocabulary() {
  return format::encode_vocabulary(small_words());
}

inline std::vector<std::byte> small_ngrams() {
  lm::NgramTables t;
  t.unigrams.log_probs.assign(small_words().size(), -3);
  t.unigrams.backoffs.assign(small_words().size(), lm::kNoExtension);
  t.levels.resize(1);
  const auto add = [&t](WordId first, WordId second) {
    t.levels[0].hashes.push_back(base::hash_words(std::vector<WordId>{first, second}));
    t.levels[0].log_probs.push_back(-1);
    t.levels[0].backoffs.push_back(lm::kNoExtension);
    t.unigrams.backoffs[first] = -0.5F;
  };
  add(6, 8);   // the party
  add(7, 6);   // in the
  add(13, 8);  // old party
  return *lm::encode_ngrams(t, {});
}

inline std::vector<std::byte> small_channel() {
  const std::vector<channel::WrittenForm> forms{
      {{9}, 2, -2, {{{8}, -0.5F}, {{13, 8}, -2}}},
      {{10, 11}, 2, -2, {{{8}, -0.25F}}},
      {{12}, 3, -3, {{{7}, -0.1F}}},
      {{6, 9, 12, 13}, 0, 0, {{{6, 8, 7}, -1}}},
  };
  return channel::encode_channel(forms, {1, 0.5F});
}

// small_channel() with `bytes` laid over what is behind its header, again and again.
inline std::vector<std::byte> damaged_channel(const std::uint8_t* bytes, std::size_t size) {
  static const std::vector<std::byte> whole = small_channel();
  std::vector<std::byte> corrupt = whole;
  for (std::size_t i = 0; i < size; ++i) {
    const std::size_t body_bytes = corrupt.size() - kChannelHeaderBytes;
    corrupt[kChannelHeaderBytes + i % body_bytes] = static_cast<std::byte>(bytes[i]);
  }
  return corrupt;
}

}  // namespace despin::fuzz
