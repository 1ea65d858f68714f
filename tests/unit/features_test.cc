#include "lib/detect/features.h"

#include <cmath>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "lib/detect/symbols.h"
#include "tests/unit/small_model.h"

namespace despin::detect {
namespace {

class FeaturesOf : public testing::Test {
 protected:
  // Facts of a text whose decoding says nothing but what `decoding_` says.
  DocumentFacts facts(std::string_view text) {
    EXPECT_TRUE(text::tokenize(text, tokens_));
    to_symbols(tokens_, vocabulary_, symbols_);
    decoding_.words.resize(symbols_.size());
    return extract_features(tokens_, symbols_, decoding_);
  }
  double traces(std::string_view text) {
    decoding_.clear();
    const DocumentFacts f = facts(text);
    return std::round(rate(f, kTraces) * f.words * 1000) / 1000;
  }
  // The rate of which the feature is ln(1 + 100 rate).
  static double rate(const DocumentFacts& f, Feature feature) {
    return std::expm1(f.features[feature]) / 100;
  }

  std::vector<std::byte> bytes_ = small_model::SmallModel().vocabulary();
  format::Vocabulary vocabulary_ = *format::Vocabulary::view(bytes_);
  text::Tokens tokens_;
  std::vector<decode::Symbol> symbols_;
  decode::Decoding decoding_;
};

TEST_F(FeaturesOf, EveryFeatureHasItsOwnName) {
  ASSERT_EQ(feature_names().size(), std::size_t{kFeatureCount});
  const std::set<std::string_view> names(feature_names().begin(), feature_names().end());
  EXPECT_EQ(names.size(), std::size_t{kFeatureCount});
  EXPECT_EQ(feature_names()[kEvidence], "evidence");
  EXPECT_EQ(feature_names()[kTraces], "traces");
}

TEST_F(FeaturesOf, OfAnEmptyTextAreZero) {
  const DocumentFacts f = facts("");
  EXPECT_EQ(f.words, 0U);
  for (std::size_t i = 0; i < kFeatureCount; ++i) {
    EXPECT_EQ(f.features[i] > 0, i == kUnknown) << feature_names()[i];
  }
}

TEST_F(FeaturesOf, CountWordsOutsideCode) {
  const DocumentFacts f = facts("The party met 12 zigzagged leaders, `the text` too.");
  EXPECT_EQ(f.words, 6U);        // the party met zigzagged leaders too
  EXPECT_EQ(f.known_words, 4U);  // less zigzagged and too
  EXPECT_NEAR(rate(f, kUnknown), 1 - 4.0 / 6, 1e-12);
}

TEST_F(FeaturesOf, SetSwappableWordsAgainstTheOthers) {
  decoding_.evidence_nats = 8;
  decoding_.swap_rate = 0.25;
  decoding_.words = {{-1, 0.5F, true}, {-2, 0, false}, {-3, 0.25F, true}, {-400, 0, false}};
  decoding_.spans = {{0, 1, 0.5F, 2, 0, 0}, {0, 2, 0.25F, 4, 0, 0}, {2, 3, 0.75F, 7, 0, 0}};
  const DocumentFacts f = facts("party met leaders together");
  EXPECT_NEAR(rate(f, kEvidence), 2, 1e-12);
  EXPECT_NEAR(rate(f, kSwapRate), 0.25, 1e-12);
  EXPECT_NEAR(rate(f, kExpectedSwaps), 0.75 / 2, 1e-12);
  EXPECT_NEAR(rate(f, kFirmSwaps), 1.0 / 2, 1e-12);
  EXPECT_NEAR(rate(f, kStrongSwaps), 0.75 / 2, 1e-12);
  EXPECT_NEAR(rate(f, kPhraseSwaps), 0.25 / 2, 1e-12);
  EXPECT_DOUBLE_EQ(f.features[kSwappableLnP], -2);
  EXPECT_DOUBLE_EQ(f.features[kControlLnP], (-2 - 16) / 2.0) << "one freak must not decide";
}

TEST_F(FeaturesOf, NoticeArticlesThatDoNotFit) {
  EXPECT_EQ(traces("He wrote a article about it."), 1);
  EXPECT_EQ(traces("She bought an pear and a umbrella."), 2);
  EXPECT_EQ(traces("An hour later a unicorn ate an apple in a house."), 0);
  EXPECT_EQ(traces("An MRI showed a UFO and an SMS."), 0) << "letters read aloud";
  EXPECT_EQ(traces("He got a. Apples were next."), 0) << "another sentence";
  EXPECT_EQ(traces("He wrote a `article` about it."), 0) << "code";
}

TEST_F(FeaturesOf, NoticeDoubledWords) {
  EXPECT_EQ(traces("They will will need the boat."), 1);
  EXPECT_EQ(traces("The unfold of the the sails."), 1);
  EXPECT_EQ(traces("He knew that that boat had had a very very old sail."), 0);
  EXPECT_EQ(traces("They met in Baden Baden and again in again."), 0);
  EXPECT_EQ(traces("They sailed, sailed and sailed."), 0) << "a comma lies between";
  EXPECT_EQ(traces("They found it. It was old."), 0);
}

}  // namespace
}  // namespace despin::detect
