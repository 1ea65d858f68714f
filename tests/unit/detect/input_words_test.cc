#include "lib/detect/input_words.h"

#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "lib/detect/exempt_words.h"
#include "tests/support/small_model.h"

namespace despin::detect {
namespace {

class Symbols : public testing::Test {
 protected:
  // Of each token its word, "|" before a sentence and "!" where it is fixed.
  std::string read(std::string_view text) {
    EXPECT_TRUE(text::tokenize(text, tokens_));
    settle_marks(tokens_);
    to_input_words(tokens_, vocabulary_, input_words_);
    EXPECT_EQ(input_words_.size(), tokens_.list.size());
    std::string out;
    for (const decode::InputWord& s : input_words_) {
      if (!out.empty()) out += ' ';
      if (s.begins_sentence) out += '|';
      if (s.fixed) out += '!';
      out += vocabulary_.word(s.word);
    }
    return out;
  }

  std::vector<std::byte> bytes_ = small_model::SmallModel().vocabulary();
  format::Vocabulary vocabulary_ = *format::Vocabulary::view(bytes_);
  text::Tokens tokens_;
  std::vector<decode::InputWord> input_words_;
};

TEST_F(Symbols, AreWordsOfTheModel) {
  EXPECT_EQ(read("The PARTY met. They zigzagged."), "|the party met |they <unk>");
  EXPECT_EQ(read(""), "");
}

TEST_F(Symbols, KeepNumbersBreaksAndCodeAsTheyAre) {
  EXPECT_EQ(read("They met 12 leaders, in the hall"), "|they met !<num> leaders !, in the hall");
  EXPECT_EQ(read("They met at www.example.org in the hall"), "|they met <unk> !<code> in the hall");
  EXPECT_EQ(read("They get `the text` on monday"), "|they get !the !text on monday");
}

TEST_F(Symbols, KeepMentionsButNotSpeech) {
  EXPECT_EQ(read("They read \"the old bash\" in the hall"),
            "|they <unk> !the !old !bash in the hall");
  // Six words are a mention, seven are speech.
  EXPECT_EQ(read("\"the party won in the north\" they read"),
            "|!the !party !won !in !the !north they <unk>");
  EXPECT_EQ(read("\"the party won in the old north\" they read"),
            "|the party won in the old north they <unk>");
}

TEST_F(Symbols, KeepEachShortMentionOfAList) {
  EXPECT_EQ(read("\"ruling party\", \"old harbour\", \"machine learning\", \"town hall\""),
            "|!ruling !party !, !old !harbour !, !machine !learning !, !town !hall");
}

TEST_F(Symbols, KeepNumbersInsideSpeech) {
  EXPECT_EQ(read("\"the party won 12 vote in the old north\""),
            "|the party won !<num> vote in the old north");
}

TEST_F(Symbols, KeepTables) {
  EXPECT_EQ(read("| party | won | lost |\n| old | met | spoke |\n"),
            "|!party !, !won !, !lost |!old !, !met !, !spoke");
}

TEST_F(Symbols, ReplaceWhatWasThere) {
  read("the party won the election");
  EXPECT_EQ(read("leaders"), "|leaders");
}

}  // namespace
}  // namespace despin::detect
