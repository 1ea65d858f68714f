// Benchmarks the language model and the model file. tests/bench/kenlm compares
// with KenLM on a real model; here a made-up one of a million n-grams will do.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <string>
#include <vector>

#include "lib/base/checksum.h"
#include "lib/base/hash.h"
#include "lib/format/vocabulary.h"
#include "lib/lm/ngram_model.h"
#include "models/build/encode/ngram_encoder.h"
#include "models/build/encode/vocabulary_encoder.h"

namespace despin {
namespace {

constexpr WordId kWords = 100000;
constexpr std::size_t kPairs = 600000;

// Words follow each other by a fixed rule, so that a text can be made whose
// n-grams the model holds: successor `i` of a word, for i in [0, 6).
WordId successor(WordId word, std::uint32_t i) {
  const std::uint64_t hash = base::mix64(std::uint64_t{word} * 8 + i);
  return kFirstPlainWord + static_cast<WordId>(base::scale_to(hash, kWords - kFirstPlainWord));
}

std::vector<std::byte> made_up_model() {
  lm::NgramTables t;
  t.unigrams.log_probs.assign(kWords, -10);
  t.unigrams.backoffs.assign(kWords, -0.5F);
  t.levels.resize(2);
  const auto add = [](lm::NgramTable& table, std::vector<WordId> words) {
    const std::uint64_t hash = base::hash_words(words);
    table.hashes.push_back(hash);
    table.log_probs.push_back(-static_cast<float>(hash >> 60));
    table.backoffs.push_back(-static_cast<float>(hash % 7) / 4);
  };
  for (std::size_t n = 0; n < kPairs; ++n) {
    const auto word = static_cast<WordId>(n / 6);
    const WordId next = successor(word, static_cast<std::uint32_t>(n % 6));
    add(t.levels[0], {word, next});
    if (n % 6 < 4) add(t.levels[1], {word, next, successor(next, 0)});
  }
  // A word may have one successor twice; an n-gram may be listed only once.
  for (lm::NgramTable& table : t.levels) {
    std::vector<std::uint64_t> sorted = table.hashes;
    std::sort(sorted.begin(), sorted.end());
    std::size_t kept = 0;
    for (std::size_t i = 0; i < table.hashes.size(); ++i) {
      const auto range = std::equal_range(sorted.begin(), sorted.end(), table.hashes[i]);
      if (range.second - range.first > 1) continue;
      table.hashes[kept] = table.hashes[i];
      table.log_probs[kept] = table.log_probs[i];
      table.backoffs[kept++] = table.backoffs[i];
    }
    table.hashes.resize(kept);
    table.log_probs.resize(kept);
    table.backoffs.resize(kept);
  }
  return *lm::encode_ngrams(t, {});
}

// Every eighth word breaks the rule: most questions are answered, some are not.
std::vector<WordId> made_up_text() {
  std::vector<WordId> text{kFirstPlainWord};
  for (std::uint32_t i = 1; i < 200000; ++i) {
    const std::uint64_t hash = base::mix64(i);
    text.push_back(hash % 8 == 0 ? successor(i, 7)
                                 : successor(text.back(), static_cast<std::uint32_t>(hash % 6)));
  }
  return text;
}

void score(benchmark::State& state) {
  const auto bytes = made_up_model();
  const auto model = *lm::NgramModel::view(bytes);
  const auto text = made_up_text();
  for (auto _ : state) {
    lm::State states[2] = {model.empty_state(), {}};
    float sum = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      sum += model.score(states[i % 2], text[i], states[1 - i % 2]);
    }
    benchmark::DoNotOptimize(sum);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
  state.counters["bytes/n-gram"] = static_cast<double>(bytes.size()) /
                                   static_cast<double>(kWords + model.ngrams(2) + model.ngrams(3));
}
BENCHMARK(score)->Unit(benchmark::kMillisecond);

void find_word(benchmark::State& state) {
  std::vector<format::VocabularyEntry> words{{"<unk>", 1}, {"<s>", 0}, {"</s>", 1},
                                             {"<num>", 1}, {",", 1},   {"<code>", 1}};
  for (WordId i = kFirstPlainWord; i < kWords; ++i) {
    words.push_back({std::to_string(i * 7919ULL), 1});
  }
  const auto bytes = format::encode_vocabulary(words);
  const auto vocabulary = *format::Vocabulary::view(bytes);
  std::size_t i = 0;
  for (auto _ : state) {
    i = (i + 7919) % words.size();
    benchmark::DoNotOptimize(vocabulary.find(words[i].word));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(find_word);

void checksum(benchmark::State& state) {
  const std::vector<std::byte> bytes(1 << 20, std::byte{0x5A});
  for (auto _ : state) benchmark::DoNotOptimize(base::crc32c(bytes));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes.size()));
}
BENCHMARK(checksum);

}  // namespace
}  // namespace despin
