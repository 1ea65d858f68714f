#include "lib/detect/meaning_ranks.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "models/build/encode/channel_encoder.h"
#include "tests/support/made_cloze.h"
#include "tests/support/small_model.h"

namespace despin::detect {
namespace {

using small_model::SmallModel;

// Analyses by n-grams alone, then ranks with a network that likes one word everywhere.
class MeaningRanks : public testing::Test {
 protected:
  void rank(std::string_view text, std::string_view liked, float nats) {
    const decode::Decoder decoder(model_.ngrams, model_.channel, decode::kCloseReading);
    ASSERT_TRUE(analyse(text, model_.vocabulary, decoder, analysis_));
    const auto section = cloze::encode_cloze_net(
        made_cloze::liking(model_.vocabulary.size(), small_.id(liked), nats), 0, {1, 0, 0, 0});
    const auto net = cloze::ClozeNet::view(section);
    ASSERT_TRUE(net);
    rank_meanings(model_.ngrams, model_.channel, *net, analysis_);
  }
  // As of a text that is called spun: the network has read it for the decoder already.
  void decode_and_rank(std::string_view text, const cloze::ClozeNet& net) {
    const decode::Decoder decoder(model_.ngrams, model_.channel, decode::kCloseReading, &net);
    ASSERT_TRUE(analyse(text, model_.vocabulary, decoder, analysis_));
    rank_meanings(model_.ngrams, model_.channel, net, analysis_);
  }
  decode::SwapSpan span_at(std::uint32_t begin, std::uint32_t end) const {
    for (const decode::SwapSpan& span : analysis_.decoding.spans) {
      if (span.begin == begin && span.end == end) return span;
    }
    ADD_FAILURE() << "no span at " << begin;
    return {};
  }
  WordId best_of(const decode::SwapSpan& span) const {
    if (span.first_candidate == span.last_candidate) return kUnknownWord;
    return analysis_.decoding.candidates[span.first_candidate].meant.words[0];
  }

  SmallModel small_;
  detect::Model model_ = small_.open();
  Analysis analysis_;
};

TEST_F(MeaningRanks, AreThoseThatTheTextAroundCallsFor) {
  rank("The ruling bash won withinside the capital.", "party", 0);
  const decode::SwapSpan bash = span_at(2, 3);
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
  const decode::SwapSpan phrase = span_at(2, 4);
  EXPECT_EQ(best_of(phrase), small_.id("party"));
  EXPECT_EQ(phrase.gain_nats, 0);
}

TEST_F(MeaningRanks, OfALongTextAreReadBlockByBlock) {
  // What this network likes depends on the words around and on the place.
  const auto section = cloze::encode_cloze_net(
      made_cloze::random_parameters(model_.vocabulary.size()), 0, {1, 0, 0, 0});
  const auto net = *cloze::ClozeNet::view(section);
  const std::string last = "The ruling bash won withinside the old capital with pictures.";
  decode_and_rank(last, net);
  const std::vector<decode::SwapSpan> spans = analysis_.decoding.spans;
  const std::vector<decode::Candidate> candidates = analysis_.decoding.candidates;
  ASSERT_GE(spans.size(), 3U);

  const std::string_view filling = "The old bash got images of the harbour. ";
  std::string text;
  for (std::size_t i = 0; i < decode::kBlock / 8; ++i) text += filling;
  decode_and_rank(text + last, net);
  ASSERT_EQ(analysis_.input_words.size(), decode::kBlock + 10) << "the last sentence is a block";
  const auto& found = analysis_.decoding.spans;
  const auto first_of_last =
      std::find_if(found.begin(), found.end(),
                   [](const decode::SwapSpan& s) { return s.begin >= decode::kBlock; });
  EXPECT_NE(first_of_last, found.begin()) << "swaps in both blocks";
  ASSERT_EQ(static_cast<std::size_t>(found.end() - first_of_last), spans.size());
  for (std::size_t i = 0; i < spans.size(); ++i) {
    const decode::SwapSpan& span = first_of_last[static_cast<std::ptrdiff_t>(i)];
    EXPECT_EQ(span.begin, decode::kBlock + spans[i].begin);
    EXPECT_EQ(span.gain_nats, spans[i].gain_nats);
    ASSERT_EQ(span.last_candidate - span.first_candidate,
              spans[i].last_candidate - spans[i].first_candidate);
    for (std::uint32_t c = 0; c < span.last_candidate - span.first_candidate; ++c) {
      const decode::Candidate& candidate = analysis_.decoding.candidates[span.first_candidate + c];
      const decode::Candidate& alone = candidates[spans[i].first_candidate + c];
      EXPECT_EQ(candidate.meant.words, alone.meant.words);
      EXPECT_EQ(candidate.share, alone.share);
    }
  }
}

TEST_F(MeaningRanks, AreOfTheTextAsRestored) {
  const auto section = cloze::encode_cloze_net(
      made_cloze::random_parameters(model_.vocabulary.size()), 0, {1, 0, 0, 0});
  const auto net = *cloze::ClozeNet::view(section);
  decode_and_rank("The ruling bash won in the capital.", net);
  const float gain = span_at(2, 3).gain_nats;
  decode_and_rank("The ruling bash won withinside the capital.", net);
  EXPECT_EQ(span_at(2, 3).gain_nats, gain) << "the words around are what they were before";
}

TEST_F(MeaningRanks, AreTheSameWhateverTheNetworkHasRead) {
  const auto section = cloze::encode_cloze_net(
      made_cloze::random_parameters(model_.vocabulary.size()), 0, {1, 0, 0, 0});
  const auto net = *cloze::ClozeNet::view(section);
  // With swaps that are taken back, and with none that is likely: read again, and not.
  const std::pair<const char*, bool> texts[] = {
      {"The ruling bash won withinside the capital.", true}, {"They bash pictures.", false}};
  for (const auto& [text, taken_back] : texts) {
    decode_and_rank(text, net);
    ASSERT_FALSE(analysis_.decoding.spans.empty());
    EXPECT_EQ(analysis_.decoding.spans.front().posterior > 0.5F, taken_back);
    const std::vector<decode::SwapSpan> spans = analysis_.decoding.spans;
    const std::vector<decode::Candidate> candidates = analysis_.decoding.candidates;
    const decode::Decoder decoder(model_.ngrams, model_.channel, decode::kCloseReading, &net);
    ASSERT_TRUE(analyse(text, model_.vocabulary, decoder, analysis_));
    EXPECT_FALSE(analysis_.scratch.read.empty()) << "the decoder asked the network";
    analysis_.scratch.read.clear();
    analysis_.scratch.cloze = {};
    rank_meanings(model_.ngrams, model_.channel, net, analysis_);
    ASSERT_EQ(analysis_.decoding.spans.size(), spans.size());
    for (std::size_t i = 0; i < spans.size(); ++i) {
      EXPECT_EQ(analysis_.decoding.spans[i].gain_nats, spans[i].gain_nats);
    }
    ASSERT_EQ(analysis_.decoding.candidates.size(), candidates.size());
    for (std::size_t c = 0; c < candidates.size(); ++c) {
      EXPECT_EQ(analysis_.decoding.candidates[c].meant.words, candidates[c].meant.words);
      EXPECT_EQ(analysis_.decoding.candidates[c].share, candidates[c].share);
    }
  }
}

// As in a model whose table of first entries was corrupt.
TEST_F(MeaningRanks, OfAFormThatOwnsAllEntriesAreItsFirst) {
  std::vector<channel::WrittenForm> forms = {{small_.ids("bash"), 2, -2, {}}};
  forms[0].entries.assign(1U << 20U, {small_.ids("party"), -0.5F});
  forms[0].entries[60].meant = small_.ids("leader");
  forms[0].entries.back().meant = small_.ids("old");
  const auto corrupt = channel::encode_channel(forms, {1, 0.5F});
  const auto channel = *channel::Channel::view(corrupt);
  const decode::Decoder decoder(model_.ngrams, channel, decode::kCloseReading);
  std::string text;
  for (int i = 0; i < 100; ++i) text += "The ruling bash won in the capital. ";
  const auto best_if_liked = [&](std::string_view liked) {
    const auto section = cloze::encode_cloze_net(
        made_cloze::liking(model_.vocabulary.size(), small_.id(liked), 90), 0, {1, 0, 0, 0});
    const auto net = *cloze::ClozeNet::view(section);
    EXPECT_TRUE(analyse(text, model_.vocabulary, decoder, analysis_));
    EXPECT_EQ(analysis_.decoding.spans.size(), 100U);
    rank_meanings(model_.ngrams, channel, net, analysis_);
    return best_of(span_at(2, 3));
  };
  EXPECT_EQ(best_if_liked("leader"), small_.id("leader"));
  EXPECT_EQ(best_if_liked("old"), small_.id("party")) << "the last of a million is not reached";
}

}  // namespace
}  // namespace despin::detect
