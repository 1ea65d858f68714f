#include "lib/detect/tagger.h"

#include <cmath>
#include <limits>
#include <vector>

#include "despin/detector.h"
#include "gtest/gtest.h"
#include "lib/base/bytes.h"
#include "lib/detect/findings.h"
#include "models/build/encode/tagger_encoder.h"
#include "tests/support/made_cloze.h"
#include "tests/support/small_model.h"

namespace despin::detect {
namespace {

using small_model::SmallModel;

TEST(Tagger, TrustsThePosteriorUnlessTrained) {
  SpanFeatures f{};
  f[kSpanPosterior] = 1.5;
  f[kSpanSwapRatio] = 7;
  EXPECT_EQ(Tagger().log_odds(f), 1.5);
}

TEST(Tagger, KeepsItsWeightsInASection) {
  SpanFeatures weights{};
  for (std::size_t i = 0; i < weights.size(); ++i) weights[i] = static_cast<double>(i) / 4 - 1;
  const Tagger tagger(weights, 0.5);
  const auto section = encode_tagger(tagger);
  const auto read = Tagger::view(section);
  ASSERT_TRUE(read);
  SpanFeatures f{};
  f.fill(2);
  EXPECT_EQ(read->log_odds(f), tagger.log_odds(f));
}

TEST(Tagger, ReadsModelsThatKnowFewerFeatures) {
  std::vector<std::byte> section;
  base::append_le(section, std::uint32_t{kSpanRepeats + 1});
  for (int i = 0; i <= kSpanRepeats + 1; ++i) base::append_le(section, 1.0F);
  const auto read = Tagger::view(section);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->weights()[kSpanRepeats], 1);
  EXPECT_EQ(read->weights()[kSpanGain], 0);
  EXPECT_EQ(read->weights()[kSpanRate], 0);
}

TEST(Tagger, RefusesWhatIsNoSection) {
  const auto section = encode_tagger(Tagger());
  for (std::size_t size = 0; size < section.size(); ++size) {
    ASSERT_FALSE(Tagger::view(std::span(section).first(size))) << size;
  }
  auto corrupt = section;
  std::vector<std::byte> nan;
  base::append_le(nan, std::numeric_limits<float>::quiet_NaN());
  std::copy(nan.begin(), nan.end(), corrupt.begin() + 8);
  ASSERT_FALSE(Tagger::view(corrupt));
  EXPECT_NE(Tagger::view(corrupt).error().message.find("TAGR"), std::string::npos);
  corrupt = section;
  corrupt[0] ^= std::byte{1};
  EXPECT_FALSE(Tagger::view(corrupt)) << "other features";
}

class Spans : public testing::Test {
 protected:
  // By the first pass alone: without a network nothing is ranked again.
  void decode(std::string_view text, const cloze::ClozeNet* net = nullptr) {
    const decode::Decoder decoder(model_.ngrams, model_.channel, {}, net);
    ASSERT_TRUE(read_words(text, model_.vocabulary, reading_));
    decoder.decode(reading_.words, scratch_, rescored_.decoding);
    rescored_.rerank_gain_nats.assign(rescored_.decoding.spans.size(), 0);
  }
  SpanFeatures features(std::string_view written) const {
    const SpanReader reader(reading_.words, rescored_, model_.channel, model_.ngrams);
    for (std::size_t number = 0; number < rescored_.decoding.spans.size(); ++number) {
      const decode::SwapSpan& span = rescored_.decoding.spans[number];
      std::vector<WordId> words;
      for (std::uint32_t i = span.begin; i < span.end; ++i) {
        words.push_back(reading_.words[i].word);
      }
      if (words == small_.ids(written)) return reader.features(number);
    }
    ADD_FAILURE() << "no span of " << written;
    return {};
  }

  SmallModel small_;
  Model model_ = small_.open();
  Reading reading_;
  decode::DecodeScratch scratch_;
  decode::Rescored rescored_;
};

TEST_F(Spans, SayWhatIsKnownOfThem) {
  decode("The ruling Bash won withinside the capital, and the old bash lost withinside the vote.");
  const SpanFeatures bash = features("bash");
  EXPECT_EQ(bash[kSpanSwapRatio], 2);
  EXPECT_EQ(bash[kSpanPhrase], 0);
  EXPECT_NEAR(bash[kSpanRepeats], std::log(2), 1e-6);
  EXPECT_GT(bash[kSpanNeighbors], 0.5) << "withinside, two words on";
  EXPECT_EQ(bash[kSpanClozeAssociation], 0) << "no network";
  EXPECT_EQ(bash[kSpanGain], 0) << "nobody has ranked its candidates";
  EXPECT_EQ(bash[kSpanRate], features("withinside")[kSpanRate]) << "the text's";
  EXPECT_LT(features("withinside")[kSpanAssociation], 1);
}

TEST_F(Spans, SayWhatTheirBestCandidateGains) {
  decode("The ruling bash won withinside the capital.");
  for (std::size_t i = 0; i < rescored_.rerank_gain_nats.size(); ++i) {
    rescored_.rerank_gain_nats[i] = 2.5F + static_cast<float>(i);
  }
  ASSERT_GE(rescored_.rerank_gain_nats.size(), 2U);
  EXPECT_EQ(features("bash")[kSpanGain], 2.5);
  EXPECT_EQ(features("withinside")[kSpanGain], 3.5);
}

TEST_F(Spans, OfPhrasesCountTheirWords) {
  decode("They met with a purpose to govern.");
  const SpanFeatures f = features("with a purpose to");
  EXPECT_EQ(f[kSpanPhrase], 3);
  EXPECT_EQ(f[kSpanRepeats], 0);
}

TEST_F(Spans, HearTheNetwork) {
  const WordId bash = small_.id("bash");
  const auto section = cloze::encode_cloze_net(
      made_cloze::liking(model_.vocabulary.size(), bash, 3), 0, {1, 0, 0, 0});
  const auto net = cloze::ClozeNet::view(section);
  ASSERT_TRUE(net);
  decode("The ruling bash won withinside the capital.", &*net);
  EXPECT_NEAR(features("bash")[kSpanClozeAssociation],
              3 - static_cast<double>(model_.ngrams.unigram(bash)), 0.05);
}

// The tagger is asked in texts called spun alone: it has learned from no others.
TEST_F(Spans, AreShownByTheTaggerWhereTheTextIsSpun) {
  SpanFeatures none{};
  auto writer = small_.writer();
  writer.add(format::kTaggerSection, 1, false, encode_tagger(Tagger(none, -1)));
  const small_model::TemporaryFile file("model");
  file.write(writer.encode());
  const auto detector = Detector::open(file.path());
  ASSERT_TRUE(detector);
  Workspace scratch;
  const std::string spun =
      "The ruling get together won withinside the capital with a purpose to govern the north.";
  const auto report = detector->analyze(spun, scratch);
  ASSERT_TRUE(report);
  ASSERT_EQ(report->verdict, Verdict::kSpun);
  EXPECT_TRUE(report->findings.empty()) << "a tagger that is never sure";
  const auto doubted = detector->analyze(spun, scratch, {.max_false_positive_rate = 0});
  ASSERT_TRUE(doubted);
  ASSERT_EQ(doubted->verdict, Verdict::kNotSpun);
  ASSERT_FALSE(doubted->findings.empty());
  EXPECT_GE(doubted->findings[0].probability, 0.5F);
}

}  // namespace
}  // namespace despin::detect
