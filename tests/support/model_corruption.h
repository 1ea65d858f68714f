// tests/support/model_corruption.h - a tiny whole model to be corrupt, and a reader
// that touches everything in it.
#pragma once

#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "lib/base/hash.h"
#include "lib/format/model_file.h"
#include "lib/format/vocabulary.h"
#include "lib/lm/ngram_model.h"
#include "models/build/encode/model_writer.h"
#include "models/build/encode/ngram_encoder.h"
#include "models/build/encode/vocabulary_encoder.h"

namespace despin::corruption {

using Buffer = std::vector<std::byte>;

inline Buffer tiny_vocabulary() {
  return format::encode_vocabulary(std::vector<format::VocabularyEntry>{{"<unk>", 1},
                                                                        {"<s>", 0},
                                                                        {"</s>", 2},
                                                                        {"<num>", 1},
                                                                        {",", 1},
                                                                        {"<code>", 0},
                                                                        {"harbour", 3},
                                                                        {"pilot", 2},
                                                                        {"rowed", 1}});
}

inline Buffer tiny_ngrams() {
  lm::NgramTables t;
  t.unigrams.log_probs.assign(9, -2);
  t.unigrams.backoffs.assign(9, -0.5F);
  t.levels.resize(2);
  const auto add = [](lm::NgramTable& table, std::vector<WordId> words, float log_prob) {
    table.hashes.push_back(base::hash_words(words));
    table.log_probs.push_back(log_prob);
    table.backoffs.push_back(-0.25F);
  };
  add(t.levels[0], {1, 6}, -1);
  add(t.levels[0], {6, 7}, -0.5F);
  add(t.levels[0], {7, 8}, -0.75F);
  add(t.levels[1], {1, 6, 7}, -0.25F);
  add(t.levels[1], {6, 7, 8}, -0.125F);
  lm::NgramCoding coding;
  coding.prob_bits = 3;
  coding.backoff_bits = 2;
  return *lm::encode_ngrams(t, coding);
}

inline Buffer tiny_model() {
  format::ModelWriter writer;
  writer.add(format::kVocabularySection, 1, true, tiny_vocabulary());
  writer.add(format::kNgramSection, 1, true, tiny_ngrams());
  writer.add(format::kProvenanceSection, 1, false, Buffer(2, std::byte{'x'}));
  return writer.encode();
}

// Every lookup the sections allow; under a sanitizer any step outside is fatal.
inline void exercise_vocabulary(std::span<const std::byte> bytes) {
  auto v = format::Vocabulary::view(bytes);
  if (!v) return;
  std::size_t total = 0;
  for (WordId id = 0; id < std::min(v->size(), 40U) + 2; ++id) {
    total += v->word(id).size();
    ASSERT_TRUE(std::isfinite(v->log_frequency(id)));
    ASSERT_LE(v->find(v->word(id)), v->size());
  }
  ASSERT_LE(total, 42 * bytes.size());
  for (const char* form : {"", "harbour", "pilot", "unseen"}) ASSERT_LT(v->find(form), v->size());
}

inline void exercise_ngrams(std::span<const std::byte> bytes) {
  auto model = lm::NgramModel::view(bytes);
  if (!model) return;
  lm::State state = model->begin_state();
  lm::State next;
  for (WordId id = 0; id < 30; ++id) {
    for (const WordId word : {id % 9, id * 2654435761U, WordId{7}}) {
      ASSERT_TRUE(std::isfinite(model->score(state, word, next)));
      ASSERT_LT(next.length, lm::kMaxOrder);
      state = next;
    }
  }
}

inline void exercise(const format::ModelFile& file) {
  if (auto bytes = file.find(format::kVocabularySection)) exercise_vocabulary(*bytes);
  if (auto bytes = file.find(format::kNgramSection)) exercise_ngrams(*bytes);
}

}  // namespace despin::corruption
