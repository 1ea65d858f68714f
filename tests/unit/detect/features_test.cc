#include "lib/detect/features.h"

#include <cmath>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "lib/detect/input_words.h"
#include "tests/support/small_model.h"

namespace despin::detect {
namespace {

class FeaturesOf : public testing::Test {
 protected:
  // Facts of a text whose decoding says nothing but what `decoding_` says.
  DocumentFacts facts(std::string_view text) {
    EXPECT_TRUE(text::tokenize(text, tokens_));
    to_input_words(tokens_, vocabulary_, input_words_);
    decoding_.words.resize(input_words_.size());
    find_artifacts(text, tokens_, input_words_, vocabulary_, artifacts_);
    return extract_features(tokens_, input_words_, decoding_, artifacts_.size());
  }
  // The rate of which the feature is ln(1 + 100 rate).
  static double rate(const DocumentFacts& f, Feature feature) {
    return std::expm1(f.features[feature]) / 100;
  }

  std::vector<std::byte> bytes_ = small_model::SmallModel().vocabulary();
  format::Vocabulary vocabulary_ = *format::Vocabulary::view(bytes_);
  text::Tokens tokens_;
  std::vector<decode::InputWord> input_words_;
  decode::Decoding decoding_;
  std::vector<Artifact> artifacts_;
};

TEST_F(FeaturesOf, EveryFeatureHasItsOwnName) {
  ASSERT_EQ(feature_names().size(), std::size_t{kFeatureCount});
  const std::set<std::string_view> names(feature_names().begin(), feature_names().end());
  EXPECT_EQ(names.size(), std::size_t{kFeatureCount});
  EXPECT_EQ(feature_names()[kEvidence], "evidence");
  EXPECT_EQ(feature_names()[kArtifacts], "traces");
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

TEST_F(FeaturesOf, CountArtifactsAWord) {
  const DocumentFacts f = facts("They wrote a article and will will print it.");
  EXPECT_NEAR(rate(f, kArtifacts), 2.0 / 9, 1e-12);
}

TEST_F(FeaturesOf, CountAFormThatIsSaidAgainOnce) {
  decoding_.words.resize(6);
  for (auto& word : decoding_.words) word.swappable = true;
  decoding_.spans = {{0, 1, 0.5F, 2, 0, 0}, {1, 2, 0.25F, 2, 0, 0}, {3, 4, 0.75F, 2, 0, 0}};
  // "party" counts .75, not .5 and .75; "met" .25
  EXPECT_NEAR(rate(facts("party met the party in town"), kDistinctSwaps), 1.0 / 6, 1e-12);
  EXPECT_NEAR(rate(facts("party met the party in town"), kDistinctEvidence), 2.0 / 6, 1e-12);
}

}  // namespace
}  // namespace despin::detect
