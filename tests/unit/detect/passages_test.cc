#include "lib/detect/passages.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace despin::detect {
namespace {

constexpr double kPrior = 100;

std::vector<SentenceEvidence> sentences(
    const std::vector<std::pair<std::uint32_t, double>>& words_nats) {
  std::vector<SentenceEvidence> out;
  std::uint32_t at = 0;
  for (const auto& [words, nats] : words_nats) {
    out.push_back({at, at + words, words, nats});
    at += words;
  }
  return out;
}

// By trying every stretch.
double densest_by_trial(const std::vector<SentenceEvidence>& all) {
  double best = 0;
  for (std::size_t first = 0; first < all.size(); ++first) {
    double nats = 0;
    double words = 0;
    for (std::size_t last = first; last < all.size(); ++last) {
      nats += all[last].nats;
      words += all[last].words;
      best = std::max(best, nats / (words + kPrior));
    }
  }
  return best;
}

TEST(Passages, ThereIsNoneWithoutEvidence) {
  EXPECT_EQ(densest({}, kPrior), 0);
  EXPECT_EQ(densest(sentences({{20, 0}, {30, 0}}), kPrior), 0);
  EXPECT_TRUE(passages_above(sentences({{20, 0}, {30, 0}}), 0.01, kPrior).empty());
}

TEST(Passages, TheDensestOneLeavesOutWhatThinsIt) {
  const auto page = sentences({{100, 1}, {20, 10}, {20, 0}, {20, 12}, {100, 1}});
  EXPECT_DOUBLE_EQ(densest(page, kPrior), 22.0 / 160);
  const auto found = passages_above(page, 22.0 / 160, kPrior);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].begin, 100U);
  EXPECT_EQ(found[0].end, 160U);
  EXPECT_EQ(found[0].words, 60U);
  EXPECT_DOUBLE_EQ(found[0].nats, 22);
}

TEST(Passages, FarApartAreTwoAndCloseByAreOne) {
  EXPECT_EQ(passages_above(sentences({{50, 40}, {400, 0}, {50, 40}}), 0.2, kPrior).size(), 2U);
  EXPECT_EQ(passages_above(sentences({{50, 40}, {40, 0}, {50, 40}}), 0.2, kPrior).size(), 1U);
}

TEST(Passages, AShortStretchNeedsMoreEvidenceAWord) {
  EXPECT_TRUE(passages_above(sentences({{20, 20}}), 0.2, kPrior).empty());
  EXPECT_FALSE(passages_above(sentences({{200, 120}}), 0.2, kPrior).empty());
}

TEST(Passages, AgreeWithTryingEveryStretch) {
  std::mt19937 random(7);
  for (int trial = 0; trial < 300; ++trial) {
    std::vector<std::pair<std::uint32_t, double>> drawn;
    for (std::size_t n = random() % 40; n > 0; --n) {
      drawn.emplace_back(random() % 30, random() % 3 == 0 ? static_cast<double>(random() % 20) : 0);
    }
    const auto page = sentences(drawn);
    const double best = densest_by_trial(page);
    EXPECT_NEAR(densest(page, kPrior), best, 1e-12);
    if (best == 0) continue;
    EXPECT_TRUE(passages_above(page, best * 1.001, kPrior).empty());
    const double least = best * 0.6;
    const auto found = passages_above(page, least, kPrior);
    ASSERT_FALSE(found.empty());
    double highest = 0;
    for (std::size_t i = 0; i < found.size(); ++i) {
      EXPECT_GE(found[i].density(kPrior), least);
      EXPECT_GE(found[i].begin, i > 0 ? found[i - 1].end : 0);
      highest = std::max(highest, found[i].density(kPrior));
    }
    EXPECT_LE(highest, best * (1 + 1e-12));
  }
}

class SentenceEvidenceOf : public testing::Test {
 protected:
  // `lengths` of sentences of plain words.
  void set_text(const std::vector<std::uint32_t>& lengths) {
    for (const std::uint32_t length : lengths) {
      for (std::uint32_t i = 0; i < length; ++i) {
        text::Token token;
        token.flags = i == 0 ? text::kSentenceStart : 0;
        tokens_.list.push_back(token);
        words_.push_back({static_cast<WordId>(100 + words_.size())});
      }
    }
  }
  void add_span(std::uint32_t begin, std::uint32_t end, float nats) {
    decoding_.spans.push_back({begin, end, 0.5F, nats, 0, 0});
  }
  std::vector<SentenceEvidence> evidence() const {
    return sentence_evidence(tokens_, decoding_, {words_, decoding_}, parameters_);
  }

  text::Tokens tokens_;
  std::vector<decode::InputWord> words_;
  decode::Decoding decoding_;
  DetectParameters parameters_;
};

TEST_F(SentenceEvidenceOf, CountsWhatIsAboveTheLeastUpToTheMost) {
  set_text({10, 10, 10});
  add_span(1, 2, 0.5F);
  add_span(12, 13, 4);
  add_span(15, 16, 30);
  add_span(21, 24, 4);
  const auto found = evidence();
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].nats, 0);
  EXPECT_DOUBLE_EQ(found[1].nats, 3 + parameters_.passage_max_nats - parameters_.passage_min_nats);
  EXPECT_DOUBLE_EQ(found[2].nats, 3 + parameters_.passage_phrase_nats);
  EXPECT_EQ(found[2].begin, 20U);
  EXPECT_EQ(found[2].words, 10U);
}

TEST_F(SentenceEvidenceOf, CountsAFormThatStandsNearbyOnce) {
  set_text({10, 10});
  words_[15].word = words_[5].word;
  add_span(5, 6, 6);
  add_span(15, 16, 8);
  const auto found = evidence();
  EXPECT_DOUBLE_EQ(found[0].nats, 5);
  EXPECT_DOUBLE_EQ(found[1].nats, 2);
}

TEST_F(SentenceEvidenceOf, CutsATextWithoutFullStops) {
  set_text({500});
  EXPECT_GT(evidence().size(), 9U);
  set_text({});
  tokens_.list[3].flags |= text::kInCode;
  EXPECT_EQ(evidence()[0].words, evidence()[1].words - 1) << "code is not counted";
}

}  // namespace
}  // namespace despin::detect
