#include "lib/detect/artifacts.h"

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "lib/detect/input_words.h"
#include "models/build/encode/vocabulary_encoder.h"

namespace despin::detect {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

class ArtifactsOf : public testing::Test {
 protected:
  ArtifactsOf() {
    std::vector<format::VocabularyEntry> words;
    for (const char* word : {"<unk>", "<s>", "</s>", "<num>", ",", "<code>", "acceptable", "go",
                             "went", "useful", "walk", "open", "teach", "taught", "harmless"}) {
      words.push_back({word, 1000});
    }
    bytes_ = format::encode_vocabulary(words);
    vocabulary_ = *format::Vocabulary::view(bytes_);
  }

  // Kind and bytes of each.
  std::vector<std::pair<ArtifactKind, std::string>> artifacts(const std::string& text) {
    text::Tokens tokens;
    std::vector<decode::InputWord> input_words;
    std::vector<Artifact> found;
    EXPECT_TRUE(text::tokenize(text, tokens));
    to_input_words(tokens, vocabulary_, input_words);
    find_artifacts(text, tokens, input_words, vocabulary_, found);
    EXPECT_EQ(count_artifacts(text, tokens, input_words, vocabulary_), found.size());
    std::vector<std::pair<ArtifactKind, std::string>> out;
    std::uint32_t before = 0;
    for (const Artifact& t : found) {
      EXPECT_LT(t.begin, t.end);
      EXPECT_GE(t.begin, before);
      before = t.begin;
      const std::uint32_t begin = tokens.list[t.begin].begin_byte;
      out.emplace_back(t.kind, text.substr(begin, tokens.list[t.end - 1].end_byte - begin));
    }
    return out;
  }

  std::vector<std::byte> bytes_;
  format::Vocabulary vocabulary_;
};

TEST_F(ArtifactsOf, ArticlesThatDoNotFit) {
  EXPECT_THAT(artifacts("\u201cYes\u201d, he wrote a article about it."),
              ElementsAre(Pair(ArtifactKind::kArticle, "a article")));
  EXPECT_THAT(artifacts("She bought an pear and a umbrella."),
              ElementsAre(Pair(ArtifactKind::kArticle, "an pear"),
                          Pair(ArtifactKind::kArticle, "a umbrella")));
  EXPECT_THAT(artifacts("A apple fell."), ElementsAre(Pair(ArtifactKind::kArticle, "A apple")));
}

TEST_F(ArtifactsOf, NoArticleThatSomebodyMayHaveMeant) {
  for (const char* text : {
           "An hour later a unicorn ate an apple in a house.",
           "An MRI showed a UFO and an SMS.",
           "He got a. Apples were next.",
           "He wrote a `article` about it.",
           "An historic day, a historic night; an herb, a herb; a URL, a url.",
           "The points A and B lie on it, vitamin A intake aside.",
           "They drew a and an for the letters.",
       }) {
    EXPECT_THAT(artifacts(text), IsEmpty()) << text;
  }
}

TEST_F(ArtifactsOf, DoubledWords) {
  EXPECT_THAT(artifacts("They will will need the boat."),
              ElementsAre(Pair(ArtifactKind::kDoubled, "will will")));
  EXPECT_THAT(artifacts("The wind of the the sails."),
              ElementsAre(Pair(ArtifactKind::kDoubled, "the the")));
  for (const char* text : {
           "He knew that that boat had had a very very old sail.",
           "They met in Baden Baden and again in again.",
           "They sailed, sailed and sailed.",
           "They found it. It was old.",
           "A long long way, blah blah; what it is is a boat.",
       }) {
    EXPECT_THAT(artifacts(text), IsEmpty()) << text;
  }
}

TEST_F(ArtifactsOf, AWordOfItself) {
  EXPECT_THAT(artifacts("They fear the unfold of the unfold of the storm."),
              ElementsAre(Pair(ArtifactKind::kEcho, "unfold of the unfold")));
  EXPECT_THAT(artifacts("The spread of the virus, the Lord of the Lords, the end of the day."),
              IsEmpty());
}

TEST_F(ArtifactsOf, NumbersHalfInWords) {
  EXPECT_THAT(
      artifacts("Some eighty three% of them paid $seven million or \u20ACnine."),
      ElementsAre(Pair(ArtifactKind::kNumber, "three"), Pair(ArtifactKind::kNumber, "seven"),
                  Pair(ArtifactKind::kNumber, "nine")));
  EXPECT_THAT(artifacts("It rose by eighty 3 percent."),
              ElementsAre(Pair(ArtifactKind::kNumber, "eighty")));
  for (const char* text : {
           "Eighty-three percent of the 83% paid $7 million.",
           "Chapter twenty 1999 had no room, nor had twenty 10 years later.",
           "Two 3-inch nails and one 5% share.",
       }) {
    EXPECT_THAT(artifacts(text), IsEmpty()) << text;
  }
}

TEST_F(ArtifactsOf, FormsThatNoWordHas) {
  EXPECT_THAT(artifacts("This is acceptabling and he goed there, teached by her."),
              ElementsAre(Pair(ArtifactKind::kInflection, "acceptabling"),
                          Pair(ArtifactKind::kInflection, "goed"),
                          Pair(ArtifactKind::kInflection, "teached")));
  for (const char* text : {
           "She opened it, walking on; the openings were acceptable.",
           "Usefulness is harmlessly opened by Goed and a blorping wug.",
           "He went and taught.",
       }) {
    EXPECT_THAT(artifacts(text), IsEmpty()) << text;
  }
}

TEST_F(ArtifactsOf, OrdinaryTextAreNone) {
  EXPECT_THAT(artifacts("The old mill stands above the river, where a narrow road leads from the "
                        "village to an orchard. It was built in 1874 by two brothers; one of them, "
                        "a carpenter, ground 30 % more flour than anybody else for an hour's walk "
                        "around. In the evenings they read and read, until the oil ran out."),
              IsEmpty());
}

TEST_F(ArtifactsOf, NothingAreNone) {
  EXPECT_THAT(artifacts(""), IsEmpty());
  EXPECT_THAT(artifacts("a"), IsEmpty());
  EXPECT_THAT(artifacts("three%"), ElementsAre(Pair(ArtifactKind::kNumber, "three")));
}

}  // namespace
}  // namespace despin::detect
