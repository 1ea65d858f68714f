// The trainer against Kneser-Ney written down plainly: maps of word vectors,
// formulas as in the paper, no sorting, no tree.
#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "lib/lm/ngram_model.h"
#include "models/build/encode/vocabulary_encoder.h"
#include "models/build/lm/backoff_model.h"
#include "models/build/lm/corpus.h"
#include "models/build/lm/counts.h"
#include "models/build/lm/word_list.h"

namespace despin::train {
namespace {

using Words = std::vector<std::string>;

class PlainKneserNey {
 public:
  PlainKneserNey(const std::vector<Words>& sentences, const std::set<std::string>& vocabulary,
                 std::size_t order)
      : order_(order), vocabulary_(vocabulary) {
    for (const Words& sentence : sentences) {
      Words padded{"<s>"};
      padded.insert(padded.end(), sentence.begin(), sentence.end());
      padded.emplace_back("</s>");
      for (std::size_t end = 2; end <= padded.size(); ++end) {
        for (std::size_t k = 1; k <= std::min(order, end); ++k) {
          ++raw_[Words(padded.begin() + long(end - k), padded.begin() + long(end))];
        }
      }
    }
    for (const auto& [gram, count] : raw_) {
      if (gram.size() == order || gram[0] == "<s>") adjusted_[gram] = count;
      // Each n-gram is one word to the left of its suffix.
      if (gram.size() > 1) ++adjusted_[Words(gram.begin() + 1, gram.end())];
    }
    for (std::size_t k = 1; k <= order; ++k) {
      std::array<std::uint64_t, 5> n{};
      for (const auto& [gram, count] : adjusted_) {
        if (gram.size() == k && count <= 4) ++n[count];
      }
      discounts_.push_back(discounts_from(n));
    }
    for (const auto& [gram, count] : adjusted_) {
      const Words context(gram.begin(), gram.end() - 1);
      totals_[context] += double(count);
      left_over_[context] += discount(gram.size(), count);
    }
  }

  double prob(const Words& gram) const {
    if (gram.empty()) return 1.0 / double(vocabulary_.size());
    const Words context(gram.begin(), gram.end() - 1);
    const Words shorter(gram.begin() + 1, gram.end());
    const double lower = gram.size() == 1 ? prob({}) : prob(shorter);
    const auto total = totals_.find(context);
    if (total == totals_.end()) return lower;
    const auto count = adjusted_.find(gram);
    const double own =
        count == adjusted_.end() ? 0 : double(count->second) - discount(gram.size(), count->second);
    return own / total->second + left_over_.at(context) / total->second * lower;
  }

  // P(word | all of the history that the order lets in).
  double prob_after(Words history, const std::string& word) const {
    if (history.size() >= order_) history.erase(history.begin(), history.end() - long(order_ - 1));
    history.push_back(word);
    return prob(history);
  }

 private:
  double discount(std::size_t k, std::uint64_t count) const {
    return discounts_[k - 1][std::min<std::uint64_t>(count, 3)];
  }

  std::size_t order_;
  std::set<std::string> vocabulary_;
  std::map<Words, std::uint64_t> raw_;
  std::map<Words, std::uint64_t> adjusted_;
  std::map<Words, double> totals_;
  std::map<Words, double> left_over_;
  std::vector<Discounts> discounts_;
};

// Sentences from a small random grammar: enough repetition for all counts.
std::vector<Words> toy_sentences() {
  std::mt19937 random(20190614);
  std::vector<Words> sentences;
  for (int i = 0; i < 300; ++i) {
    Words sentence;
    std::uint32_t word = static_cast<std::uint32_t>(random() % 12);
    const std::uint32_t length = static_cast<std::uint32_t>(1 + random() % 9);
    for (std::uint32_t j = 0; j < length; ++j) {
      sentence.push_back(std::string(1, static_cast<char>('a' + word)));
      word = static_cast<std::uint32_t>((word * 5 + random() % 4) % (random() % 7 == 0 ? 23 : 12));
    }
    sentences.push_back(sentence);
  }
  return sentences;
}

class KneserNey : public testing::TestWithParam<int> {
 protected:
  void SetUp() override {
    path_ = testing::TempDir() + "/despin_kneser_ney_" + std::to_string(GetParam());
    std::ofstream out(path_);
    for (const Words& sentence : toy_sentences()) {
      for (std::size_t i = 0; i < sentence.size(); ++i) out << (i > 0 ? " " : "") << sentence[i];
      out << "\n\n";
    }
  }
  void TearDown() override { std::remove(path_.c_str()); }

  std::string path_;
};

TEST_P(KneserNey, AgreesWithThePlainFormulas) {
  const Corpus corpus({{path_, 1.0}}, 0.0);
  auto words = choose_words(corpus, WordChoice{1, 1000}, {});
  ASSERT_TRUE(words);
  const auto bytes = format::encode_vocabulary(*words);
  auto vocabulary = format::Vocabulary::view(bytes);
  ASSERT_TRUE(vocabulary);
  CountOptions options;
  options.order = GetParam();
  options.memory_bytes = 20000;  // a few hundred n-grams: the sorters must spill
  options.scratch_folder = testing::TempDir();
  auto counts = count_ngrams(corpus, *vocabulary, options);
  ASSERT_TRUE(counts);
  auto model = estimate(*counts, 1000000);
  ASSERT_TRUE(model);
  const BackoffModel& m = *model;

  std::set<std::string> known;
  for (const auto& w : *words) {
    if (w.word != "<s>") known.insert(w.word);
  }
  const PlainKneserNey plain(toy_sentences(), known, static_cast<std::size_t>(GetParam()));
  for (std::size_t k = 1; k <= m.levels.size(); ++k) {
    ASSERT_GT(m.levels[k - 1].size(), 20U);
    for (std::uint32_t i = 0; i < m.levels[k - 1].size(); ++i) {
      Words gram;
      const auto ids = m.words(k, i);
      for (std::size_t j = 0; j < k; ++j) gram.emplace_back(vocabulary->word(ids[j]));
      if (gram.back() == "<s>") continue;
      EXPECT_NEAR(m.levels[k - 1].prob[i], plain.prob(gram), 1e-6) << k << " " << i;
    }
  }
}

TEST_P(KneserNey, QuantisedQueriesStayNearThePlainFormulas) {
  const Corpus corpus({{path_, 1.0}}, 0.0);
  auto words = choose_words(corpus, WordChoice{1, 1000}, {});
  const auto bytes = format::encode_vocabulary(*words);
  auto vocabulary = format::Vocabulary::view(bytes);
  CountOptions options;
  options.order = GetParam();
  options.scratch_folder = testing::TempDir();
  options.memory_bytes = 1U << 22;
  auto counts = count_ngrams(corpus, *vocabulary, options);
  ASSERT_TRUE(counts);
  auto model = estimate(*counts, 1000000);
  ASSERT_TRUE(model);
  auto section = lm::encode_ngrams(tables_of(*model), lm::NgramCoding{{16, 16, 16, 16}, 12, 12});
  ASSERT_TRUE(section);
  auto queries = lm::NgramModel::view(*section);
  ASSERT_TRUE(queries);

  std::set<std::string> known;
  for (const auto& w : *words) {
    if (w.word != "<s>") known.insert(w.word);
  }
  const PlainKneserNey plain(toy_sentences(), known, static_cast<std::size_t>(GetParam()));
  // Also sentences never seen, in the toy's own letters and a stranger's.
  std::vector<Words> asked = toy_sentences();
  asked.push_back({"l", "k", "j", "i", "h", "g"});
  asked.push_back({"a", "a", "a", "<unk>", "b", "c", "<unk>", "<unk>"});
  for (const Words& sentence : asked) {
    lm::State state = queries->begin_state();
    Words history{"<s>"};
    for (std::size_t i = 0; i <= sentence.size(); ++i) {
      const std::string word = i < sentence.size() ? sentence[i] : "</s>";
      lm::State next;
      const float log_prob = queries->score(state, vocabulary->find(word), next);
      ASSERT_NEAR(log_prob, std::log(plain.prob_after(history, word)), 0.01) << i;
      history.push_back(word);
      state = next;
    }
  }
}

// Whatever was pruned, the words that may follow share all of the probability.
TEST_P(KneserNey, PruningKeepsProbabilitiesWholeAndTheTreeClosed) {
  const Corpus corpus({{path_, 1.0}}, 0.0);
  auto words = choose_words(corpus, WordChoice{1, 1000}, {});
  const auto bytes = format::encode_vocabulary(*words);
  auto vocabulary = format::Vocabulary::view(bytes);
  CountOptions options;
  options.order = GetParam();
  options.scratch_folder = testing::TempDir();
  options.memory_bytes = 1U << 22;
  auto counts = count_ngrams(corpus, *vocabulary, options);
  ASSERT_TRUE(counts);
  auto model = estimate(*counts, 1000000);
  ASSERT_TRUE(model);
  BackoffModel& m = *model;
  const std::uint64_t before = m.ngrams() - m.levels[0].size();
  prune(m, before / 3);
  EXPECT_LE(m.ngrams() - m.levels[0].size(), before / 3 + 8);  // ties stay
  EXPECT_GE(m.ngrams() - m.levels[0].size(), before / 3);

  for (std::size_t k = 2; k <= m.levels.size(); ++k) {
    for (std::uint32_t i = 0; i < m.levels[k - 1].size(); ++i) {
      const auto whole = m.words(k, i);
      const auto shorter = m.words(k - 1, m.levels[k - 1].suffix[i]);
      for (std::size_t j = 1; j < k; ++j) ASSERT_EQ(whole[j], shorter[j - 1]);
    }
  }
  // P(word | context) by backing off, for contexts of one word.
  for (WordId context = 0; context < vocabulary->size(); ++context) {
    double sum = 0;
    for (WordId word = 0; word < vocabulary->size(); ++word) {
      const std::uint32_t node = m.child(1, context, word);
      sum += node != kNoNode
                 ? double(m.levels[1].prob[node])
                 : double(m.levels[0].backoff[context]) * double(m.levels[0].prob[word]);
    }
    EXPECT_NEAR(sum, 1, 1e-5) << context;
  }
}

INSTANTIATE_TEST_SUITE_P(Orders, KneserNey, testing::Values(2, 3, 4, 5));

}  // namespace
}  // namespace despin::train
