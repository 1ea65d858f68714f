// The parts of the trainer that the reference test does not see: sampling, word
// choice, sorting beyond memory, and that the same input gives the same bytes.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "lib/base/hash.h"
#include "models/build/encode/vocabulary_encoder.h"
#include "models/build/lm/backoff_model.h"
#include "models/build/lm/corpus.h"
#include "models/build/lm/counts.h"
#include "models/build/lm/sorter.h"
#include "models/build/lm/word_list.h"

namespace despin::train {
namespace {

class Training : public testing::Test {
 protected:
  void SetUp() override {
    path_ = testing::TempDir() + "/despin_training_" +
            testing::UnitTest::GetInstance()->current_test_info()->name();
    std::ofstream out(path_);
    for (int i = 0; i < kParagraphs; ++i) {
      out << "paragraph number p" << i << "\nthe second sentence of it\n\n";
    }
  }
  void TearDown() override { std::remove(path_.c_str()); }

  std::vector<std::string> read(double keep, double held_out) const {
    std::vector<std::string> lines;
    auto ok = Corpus({{path_, keep}}, held_out).read([&](Sentence sentence) {
      if (sentence.size() == 3) lines.emplace_back(sentence[2]);
    });
    EXPECT_TRUE(ok);
    return lines;
  }

  static constexpr int kParagraphs = 2000;
  std::string path_;
};

TEST_F(Training, KeepsTheShareAskedForAndAlwaysTheSame) {
  EXPECT_EQ(read(1, 0).size(), std::size_t{kParagraphs});
  EXPECT_EQ(read(0, 0).size(), 0U);
  const auto half = read(0.5, 0);
  EXPECT_NEAR(static_cast<double>(half.size()), kParagraphs / 2, 120);
  EXPECT_EQ(half, read(0.5, 0));
  // A larger share holds all of a smaller one.
  const auto most = read(0.8, 0);
  const std::set<std::string> larger(most.begin(), most.end());
  for (const std::string& line : half) EXPECT_EQ(larger.count(line), 1U);
}

TEST_F(Training, NeverLearnsFromWhatIsHeldOut) {
  const auto learned = read(1, 0.1);
  std::set<std::string> seen(learned.begin(), learned.end());
  std::size_t held_out = 0;
  const Corpus corpus({{path_, 1.0}}, 0.1);
  ASSERT_TRUE(corpus.read_held_out(corpus.sources()[0], [&](std::string_view line) {
    if (line.rfind("paragraph", 0) != 0) return;
    ++held_out;
    EXPECT_EQ(seen.count(std::string(line.substr(line.rfind(' ') + 1))), 0U);
  }));
  EXPECT_EQ(held_out + learned.size(), std::size_t{kParagraphs});
  EXPECT_NEAR(static_cast<double>(held_out), kParagraphs * 0.1, 60);
}

TEST_F(Training, SaysWhenAStreamIsMissing) {
  auto ok = Corpus({{path_ + ".none", 1.0}}, 0).read([](Sentence) {});
  ASSERT_FALSE(ok);
  EXPECT_EQ(ok.error().code, ErrorCode::kNotFound);
}

TEST_F(Training, ChoosesFrequentAndRequiredWords) {
  const Corpus corpus({{path_, 1.0}}, 0);
  auto words = choose_words(corpus, WordChoice{100, 4}, {"p7", "withinside", "the", ",", ""});
  ASSERT_TRUE(words);
  std::map<std::string, std::uint64_t> count;
  for (const auto& w : *words) count[w.word] = w.count;
  ASSERT_EQ(count.size(), words->size()) << "a word occurs twice";
  // Four by count beside the required ones: it, number, of, paragraph.
  EXPECT_EQ(words->size(), kFirstPlainWord + 4U + 3U);
  EXPECT_EQ(count.at("the"), std::uint64_t{kParagraphs});
  EXPECT_EQ(count.at("p7"), 1U);
  EXPECT_EQ(count.at("withinside"), 0U);
  EXPECT_EQ(count.at("</s>"), 2U * kParagraphs);
  EXPECT_EQ((*words)[kFirstPlainWord].word, "it");
  EXPECT_EQ(words->back().word, "withinside");
  std::uint64_t all = 0;
  for (const auto& w : *words) all += w.count;
  EXPECT_EQ(all, 8U * kParagraphs + 2U * kParagraphs);  // tokens and sentence ends
}

TEST(Sorter, SortsAndAddsUpBeyondItsMemory) {
  Sorter sorter(testing::TempDir(), 100 * sizeof(Gram));
  std::map<WordId, std::uint32_t> want;
  for (std::uint32_t i = 0; i < 5000; ++i) {
    Gram gram;
    gram.words[0] = static_cast<WordId>(base::mix64(i) % 997);
    gram.raw = 1 + i % 3;
    want[gram.words[0]] += gram.raw;
    ASSERT_TRUE(sorter.add(gram));
  }
  std::map<WordId, std::uint32_t> got;
  WordId last = 0;
  ASSERT_TRUE(sorter.drain([&](const Gram& gram) {
    EXPECT_TRUE(got.empty() || last < gram.words[0]);
    last = gram.words[0];
    got[last] = gram.raw;
  }));
  EXPECT_EQ(got, want);
}

TEST(Sorter, SaysWhenTheScratchFolderIsMissing) {
  Sorter sorter(testing::TempDir() + "/no/such/folder", 0);
  bool ok = true;
  for (WordId i = 0; i < 1000; ++i) {
    Gram gram;
    gram.words[0] = i;
    ok = sorter.add(gram) && ok;
  }
  EXPECT_FALSE(ok);
}

TEST(Sorter, CountsDoNotWrap) {
  EXPECT_EQ(add_counts(UINT32_MAX - 1, 1), UINT32_MAX);
  EXPECT_EQ(add_counts(UINT32_MAX - 1, 2), UINT32_MAX);
  EXPECT_EQ(add_counts(UINT32_MAX, UINT32_MAX), UINT32_MAX);
}

// Chen and Goodman's formulas by hand: n = 8, 4, 2, 1 gives Y = 8 / 16.
TEST(Discounts, FollowTheCountsOfCounts) {
  const Discounts d = discounts_from({0, 8, 4, 2, 1});
  EXPECT_DOUBLE_EQ(d[1], 1 - 2 * 0.5 * 4 / 8);
  EXPECT_DOUBLE_EQ(d[2], 2 - 3 * 0.5 * 2 / 4);
  EXPECT_DOUBLE_EQ(d[3], 3 - 4 * 0.5 * 1 / 2);
  const Discounts none = discounts_from({0, 0, 0, 0, 0});
  EXPECT_DOUBLE_EQ(none[1], 0.5);
}

TEST_F(Training, CutoffsDropRareNgramsAndMemoryDoesNotMatter) {
  const Corpus corpus({{path_, 1.0}}, 0);
  auto words = choose_words(corpus, WordChoice{1, 10000}, {});
  ASSERT_TRUE(words);
  const auto bytes = format::encode_vocabulary(*words);
  const auto vocabulary = *format::Vocabulary::view(bytes);
  std::vector<std::vector<std::byte>> sections;
  for (const std::size_t memory : {std::size_t{30000}, std::size_t{1} << 24}) {
    CountOptions options;
    options.cutoffs = {0, 0, 1, 1, 1};
    options.memory_bytes = memory;
    options.scratch_folder = testing::TempDir();
    auto counts = count_ngrams(corpus, vocabulary, options);
    ASSERT_TRUE(counts);
    auto model = estimate(*counts, 1000000);
    ASSERT_TRUE(model);
    // What ends in a number or begins with it occurs once; "<s> paragraph number"
    // and five of the second sentence occur often.
    EXPECT_EQ(model->levels[2].size(), 6U);
    auto section = lm::encode_ngrams(tables_of(*model), {});
    ASSERT_TRUE(section);
    sections.push_back(*section);
  }
  EXPECT_EQ(sections[0], sections[1]);
}

TEST_F(Training, RefusesMoreNgramsThanItMayHold) {
  const Corpus corpus({{path_, 1.0}}, 0);
  auto words = choose_words(corpus, WordChoice{1, 10000}, {});
  const auto bytes = format::encode_vocabulary(*words);
  CountOptions options;
  options.scratch_folder = testing::TempDir();
  options.memory_bytes = 1 << 24;
  auto counts = count_ngrams(corpus, *format::Vocabulary::view(bytes), options);
  ASSERT_TRUE(counts);
  auto model = estimate(*counts, 3000);
  ASSERT_FALSE(model);
  EXPECT_EQ(model.error().code, ErrorCode::kTooLarge);
}

}  // namespace
}  // namespace despin::train
