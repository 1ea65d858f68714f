// A whole model of some forty words for tests: bigrams of a few sentences, a
// channel of a few swaps, and a score that counts evidence alone.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <limits>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "lib/base/hash.h"
#include "lib/channel/channel.h"
#include "lib/detect/model.h"
#include "lib/detect/scoring.h"
#include "lib/format/vocabulary.h"
#include "models/build/encode/channel_encoder.h"
#include "models/build/encode/model_writer.h"
#include "models/build/encode/ngram_encoder.h"
#include "models/build/encode/scoring_encoder.h"
#include "models/build/encode/vocabulary_encoder.h"

namespace despin::small_model {

using Bytes = std::vector<std::byte>;
using Words = std::vector<WordId>;

// What the language model has read; every word of it is in the vocabulary.
inline constexpr std::string_view kSentences[] = {
    "the ruling party won the election in the capital",
    "the ruling party lost the vote",
    "the party leader spoke in the capital on monday",
    "leaders of the party met in the north",
    "pictures of the harbour hung in the town hall",
    "the images show the harbour in the north",
    "she bought images of the old harbour",
    "a learning machine reads the old text",
    "machine learning is used in the north",
    "the party won in order to govern",
    "they bash the old door",
    "the reading of the text is slow",
    "they get the text on monday",
    "they met together in the hall",
    "an old party of leaders",
};

// Words that only a spinner writes here.
inline constexpr std::string_view kSpinnersWords[] = {"withinside", "mastering", "purpose", "with",
                                                      "textual",    "content",   "gadget"};

class SmallModel {
 public:
  SmallModel() {
    const char* const special[] = {"<unk>", "<s>", "</s>", "<num>", ",", "<code>"};
    for (const char* word : special) add_word(word);
    for (const std::string_view sentence : kSentences) {
      for (const std::string& word : split(sentence)) add_word(word);
    }
    for (const std::string_view word : kSpinnersWords) add_word(std::string(word));
    weights.bias = -2;
    weights.inverse_scale.fill(1);
    weights.weight[detect::kEvidence] = 10;
    weights.min_words = 4;
    weights.min_known_share = 0.5;
    weights.min_control_ln_p = -12;
    calibration.rates = {0.1, 0.001};
    calibration.bands = {{4, 100, {-1, 0}},
                         {40, 100, {-1.5, std::numeric_limits<double>::infinity()}}};
  }

  WordId id(std::string_view word) const {
    const auto found = ids_.find(std::string(word));
    return found == ids_.end() ? kUnknownWord : found->second;
  }

  Words ids(std::string_view words) const {
    Words out;
    for (const std::string& word : split(words)) out.push_back(id(word));
    return out;
  }

  Bytes vocabulary() const { return format::encode_vocabulary(words_); }

  Bytes ngrams() const {
    std::map<Words, double> counts;
    double total = 0;
    for (const std::string_view sentence : kSentences) {
      Words words{kSentenceBeginWord};
      for (const WordId word : ids(sentence)) words.push_back(word);
      words.push_back(kSentenceEndWord);
      for (std::size_t i = 1; i < words.size(); ++i) {
        ++counts[{words[i]}];
        ++counts[{words[i - 1], words[i]}];
        ++contexts_of(counts, words[i - 1]);
        ++total;
      }
    }
    lm::NgramTables t;
    for (WordId word = 0; word < words_.size(); ++word) {
      const auto seen = counts.find({word});
      const double count = seen == counts.end() ? 0.2 : seen->second;
      t.unigrams.log_probs.push_back(static_cast<float>(std::log(count / total)));
      const bool longer = counts.contains({kNoWord, word});
      t.unigrams.backoffs.push_back(longer ? static_cast<float>(std::log(0.3)) : lm::kNoExtension);
    }
    t.levels.resize(1);
    for (const auto& [gram, count] : counts) {
      if (gram.size() != 2 || gram[0] == kNoWord) continue;
      const double share = count / counts.at({kNoWord, gram[0]});
      t.levels[0].hashes.push_back(base::hash_words(gram));
      t.levels[0].log_probs.push_back(static_cast<float>(std::log(0.7 * share)));
      t.levels[0].backoffs.push_back(lm::kNoExtension);
    }
    lm::NgramCoding coding;
    coding.fingerprint_bits.fill(16);
    return *lm::encode_ngrams(t, coding);
  }

  std::vector<channel::WrittenForm> forms() const {
    const auto form = [this](const char* written, float swap_ratio, float keep,
                             std::vector<std::pair<const char*, float>> entries) {
      channel::WrittenForm f{ids(written), swap_ratio, keep, {}};
      for (const auto& [meant, weight] : entries) f.entries.push_back({ids(meant), weight});
      return f;
    };
    return {
        form("bash", 2, -2, {{"party", -0.5F}, {"old", -3}}),
        form("get together", 2, -2, {{"party", -0.25F}}),
        form("pictures", 0, 0, {{"images", -0.5F}}),
        form("images", 0, 1, {{"pictures", -0.5F}}),
        form("withinside", 4, -5, {{"in", -0.1F}}),
        form("mastering", 3, -3, {{"learning", -0.25F}}),
        form("gadget mastering", 3, -3, {{"machine learning", -0.25F}}),
        form("with a purpose to", 3, -3, {{"in order to", -0.1F}}),
        form("textual content", 3, -3, {{"text", -0.1F}}),
    };
  }

  format::ModelWriter writer() const {
    format::ModelWriter out;
    out.add(format::kVocabularySection, 1, true, vocabulary());
    out.add(format::kNgramSection, 1, true, ngrams());
    out.add(format::kChannelSection, 1, true, channel::encode_channel(forms(), {1, 0.5F}));
    out.add(format::kScoringSection, 1, true, detect::encode_weights(weights));
    out.add(format::kCalibrationSection, 1, true, detect::encode_calibration(calibration));
    return out;
  }

  detect::Model open() const {
    auto file = format::ModelFile::from_bytes(writer().encode());
    EXPECT_TRUE(file);
    auto model = detect::Model::view(std::move(*file));
    EXPECT_TRUE(model);
    return std::move(*model);
  }

  detect::Weights weights;
  detect::Calibration calibration;

 private:
  static constexpr WordId kNoWord = ~WordId{0};

  static double& contexts_of(std::map<Words, double>& counts, WordId word) {
    return counts[{kNoWord, word}];
  }

  static std::vector<std::string> split(std::string_view words) {
    std::istringstream in{std::string(words)};
    std::vector<std::string> out;
    for (std::string word; in >> word;) out.push_back(word);
    return out;
  }

  void add_word(const std::string& word) {
    const auto [at, is_new] = ids_.try_emplace(word, static_cast<WordId>(words_.size()));
    if (is_new) words_.push_back({word, 0});
    ++words_[at->second].count;
  }

  std::map<std::string, WordId> ids_;
  std::vector<format::VocabularyEntry> words_;
};

// A file of a test's own, gone when the test is.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& name)
      : path_(testing::TempDir() + "despin_" +
              testing::UnitTest::GetInstance()->current_test_info()->name() + "_" + name) {}
  ~TemporaryFile() { std::remove(path_.c_str()); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  const std::string& path() const { return path_; }
  void write(std::span<const std::byte> bytes) const {
    std::ofstream(path_, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()),
               static_cast<std::streamsize>(bytes.size()));
  }

 private:
  std::string path_;
};

}  // namespace despin::small_model
