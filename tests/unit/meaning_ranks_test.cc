#include "lib/detect/meaning_ranks.h"

#include <vector>

#include "gtest/gtest.h"
#include "tests/unit/made_cloze.h"
#include "tests/unit/small_model.h"

namespace despin::detect {
namespace {

using small_model::SmallModel;

// Analyses by n-grams alone, then ranks with a network that likes one word everywhere.
class MeaningRanks : public testing::Test {
 protected:
  void rank(std::string_view text, std::string_view liked, float nats) {
    const decode::Decoder decoder(model_.ngrams, model_.channel, decode::kCloseReading);
    ASSERT_TRUE(analyse(text, model_.vocabulary, decoder, analysis_));
    const auto section = embed::encode_cloze_net(
        made_cloze::liking(model_.vocabulary.size(), small_.id(liked), nats), 0, {1, 0, 0, 0});
    const auto net = embed::ClozeNet::view(section);
    ASSERT_TRUE(net);
    rank_meanings(model_.ngrams, model_.channel, *net, analysis_);
  }
  const decode::Span& span_at(std::uint32_t begin, std::uint32_t end) const {
    for (const decode::Span& span : analysis_.decoding.spans) {
      if (span.begin == begin && span.end == end) return span;
    }
    ADD_FAILURE() << "no span at " << begin;
    return analysis_.decoding.spans.front();
  }
  WordId best_of(const decode::Span& span) const {
    return analysis_.decoding.candidates[span.first_candidate].meant.words[0];
  }

  SmallModel small_;
  detect::Model model_ = small_.open();
  Analysis analysis_;
};

TEST_F(MeaningRanks, AreThoseThatTheTextAroundCallsFor) {
  rank("The ruling bash won withinside the capital.", "party", 0);
  const decode::Span bash = span_at(2, 3);
  EXPECT_EQ(best_of(bash), small_.id("party"));
  EXPECT_GT(bash.gain_nats, 0);
  const auto& candidates = analysis_.decoding.candidates;
  ASSERT_EQ(bash.last_candidate - bash.first_candidate, 2U) << "every entry is asked about";
  EXPECT_GT(candidates[bash.first_candidate].share, candidates[bash.first_candidate + 1].share);
  EXPECT_NEAR(candidates[bash.first_candidate].share + candidates[bash.first_candidate + 1].share,
              1, 1e-5);
  rank("The ruling bash won withinside the capital.", "old", 30);
  EXPECT_EQ(best_of(span_at(2, 3)), small_.id("old"));
}

TEST_F(MeaningRanks, GainLessWhereTheWordAsWrittenFits) {
  const std::string text = "The ruling bash won withinside the capital.";
  rank(text, "party", 0);
  const float indifferent = span_at(2, 3).gain_nats;
  rank(text, "bash", 5);
  EXPECT_LT(span_at(2, 3).gain_nats, indifferent);
  rank(text, "bash", 90);
  EXPECT_EQ(span_at(2, 3).gain_nats, -20) << "no freak decides";
}

TEST_F(MeaningRanks, OfPhrasesStayAsDecoded) {
  rank("The ruling get together won withinside the capital.", "old", 30);
  const decode::Span& phrase = span_at(2, 4);
  EXPECT_EQ(best_of(phrase), small_.id("party"));
  EXPECT_EQ(phrase.gain_nats, 0);
}

TEST_F(MeaningRanks, OfALongTextAreReadBlockByBlock) {
  std::string text;
  for (std::size_t i = 0; i < decode::kBlock / 6; ++i) text += "The old party won the vote. ";
  text += "The ruling bash won withinside the capital.";
  rank(text, "old", 30);
  const decode::Span& last = analysis_.decoding.spans.front();
  EXPECT_GE(last.begin, decode::kBlock);
  EXPECT_EQ(best_of(last), small_.id("old"));
}

}  // namespace
}  // namespace despin::detect
