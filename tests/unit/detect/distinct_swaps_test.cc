#include "lib/detect/distinct_swaps.h"

#include <vector>

#include "gtest/gtest.h"

namespace despin::detect {
namespace {

class DistinctSwaps : public testing::Test {
 protected:
  // A text of words by their ids, every word a sentence's middle.
  explicit DistinctSwaps() : input_words_(1000) {
    for (std::uint32_t i = 0; i < input_words_.size(); ++i) input_words_[i].word = 10 + i;
  }
  void add_span(std::uint32_t begin, std::uint32_t end, float posterior) {
    decoding_.spans.push_back({begin, end, posterior, 0, 0, 0});
  }
  double swaps() const { return count_distinct_swaps({input_words_, decoding_}).swaps; }
  double nats() const { return count_distinct_swaps({input_words_, decoding_}).evidence_nats; }

  std::vector<decode::InputWord> input_words_;
  decode::Decoding decoding_;
};

TEST_F(DistinctSwaps, AreNoneWithoutSpans) { EXPECT_EQ(swaps(), 0); }

TEST_F(DistinctSwaps, OfDifferentFormsAddUp) {
  add_span(3, 4, 0.5F);
  add_span(5, 7, 0.25F);
  add_span(5, 6, 0.125F);
  EXPECT_DOUBLE_EQ(swaps(), 0.875);
}

TEST_F(DistinctSwaps, CountOneFormByItsLikeliestPlace) {
  input_words_[20].word = input_words_[40].word = input_words_[3].word;
  add_span(3, 4, 0.5F);
  add_span(20, 21, 0.75F);
  add_span(40, 41, 0.25F);
  EXPECT_DOUBLE_EQ(swaps(), 0.75);
}

TEST_F(DistinctSwaps, TellPhrasesByAllTheirWords) {
  input_words_[20].word = input_words_[3].word;
  add_span(3, 5, 0.5F);
  add_span(20, 22, 0.5F);
  EXPECT_DOUBLE_EQ(swaps(), 1);
  input_words_[21].word = input_words_[4].word;
  EXPECT_DOUBLE_EQ(swaps(), 0.5);
  decoding_.spans[1].end = 21;
  EXPECT_DOUBLE_EQ(swaps(), 1) << "its first word alone";
}

TEST_F(DistinctSwaps, ForgetWhatStandsFarAway) {
  const std::uint32_t near_words = DetectParameters{}.near_words;
  input_words_[3 + near_words].word = input_words_[3].word;
  add_span(3, 4, 0.5F);
  add_span(3 + near_words, 4 + near_words, 0.5F);
  EXPECT_DOUBLE_EQ(swaps(), 1);
  input_words_[2 + near_words].word = input_words_[3].word;
  decoding_.spans[1] = {2 + near_words, 3 + near_words, 0.5F, 0, 0, 0};
  EXPECT_DOUBLE_EQ(swaps(), 0.5);
}

TEST_F(DistinctSwaps, HaveEvidenceByHowLikelyTheyAre) {
  input_words_[20].word = input_words_[3].word;
  decoding_.spans = {{3, 4, 0.5F, 4, 0, 0}, {9, 10, 0.25F, -3, 0, 0}, {20, 21, 0.75F, 8, 0, 0}};
  EXPECT_DOUBLE_EQ(nats(), 6) << "the form once, and nothing taken off for the unlikely one";
  input_words_[20].word = 5;
  EXPECT_DOUBLE_EQ(nats(), 8);
}

}  // namespace
}  // namespace despin::detect
