#include "lib/align/align.h"
#include "lib/align/copy_evidence.h"
#include "lib/align/passages.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/align_words.h"

namespace despin::align {
namespace {

using small_model::SmallModel;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> split(std::string_view text) {
  std::istringstream in{std::string(text)};
  std::vector<std::string> out;
  for (std::string word; in >> word;) out.push_back(word);
  return out;
}

class Align : public testing::Test {
 protected:
  Align() : opened_(model_.open()) {}

  const Alignment& compare(std::string_view original, std::string_view suspect) {
    original_ = split(original);
    suspect_ = split(suspect);
    align(align_words::words(original, model_), align_words::words(suspect, model_),
          {&opened_.channel, &opened_.vocabulary}, scratch_, alignment_);
    return alignment_;
  }

  // What became of words that were not kept: "old->vintage", with * if listed, ~ if only
  // inflected, % if listed the other way round.
  std::vector<std::string> swaps() const {
    std::vector<std::string> out;
    for (const WordPair& pair : alignment_.pairs) {
      if (pair.edit == Edit::kKept || pair.edit == Edit::kMoved) continue;
      std::string swap = join(original_, pair.original) + "->" + join(suspect_, pair.suspect);
      if (pair.listed) swap += "*";
      if (pair.reversed) swap += "%";
      if (pair.edit == Edit::kInflected) swap += "~";
      out.push_back(swap);
    }
    return out;
  }

  std::uint32_t paired() const {
    std::uint32_t words = 0;
    for (const WordPair& pair : alignment_.pairs) words += pair.suspect.size();
    return words;
  }

  static std::string join(const std::vector<std::string>& words, WordRange range) {
    std::string out;
    for (std::uint32_t k = range.begin; k < range.end; ++k) {
      out += (k > range.begin ? " " : "") + words[k];
    }
    return out;
  }

  SmallModel model_;
  detect::Model opened_;
  AlignScratch scratch_;
  Alignment alignment_;
  std::vector<std::string> original_;
  std::vector<std::string> suspect_;
};

constexpr std::string_view kReport =
    "the harbour master closed both gates at dawn. divers found seven crates below the pier. "
    "nobody claimed the cargo before noon.";

TEST_F(Align, KeepsAnEqualTextAsOnePassage) {
  const Alignment& a = compare(kReport, kReport);
  ASSERT_EQ(a.passages.size(), 1U);
  EXPECT_EQ(a.passages[0].suspect, (WordRange{0, 21}));
  EXPECT_EQ(a.passages[0].original, (WordRange{0, 21}));
  EXPECT_FALSE(a.passages[0].moved);
  EXPECT_GT(a.passages[0].nats, 50);
  EXPECT_EQ(a.pairs.size(), 21U);
  EXPECT_THAT(swaps(), IsEmpty());
}

TEST_F(Align, FindsListedSwapsOfWordsAndPhrases) {
  compare(
      "the ruling party opened the harbour in order to feed the town with machine learning",
      "the ruling bash opened the harbour with a purpose to feed the town with gadget mastering");
  EXPECT_THAT(swaps(), ElementsAre("party->bash*", "in order to->with a purpose to*",
                                   "machine learning->gadget mastering*"));
}

TEST_F(Align, FindsSwapsListedTheOtherWayRound) {
  compare("divers brought the bash home before textual content left the harbour",
          "divers brought the party home before text left the harbour");
  EXPECT_THAT(swaps(), ElementsAre("bash->party%", "textual content->text%"));
}

TEST_F(Align, FindsSwapsThatNoListKnows) {
  compare("the harbour master closed both gates at dawn before divers found seven crates",
          "the harbour captain closed both doorways at daybreak before divers found seven crates");
  EXPECT_THAT(swaps(), ElementsAre("master->captain", "gates->doorways", "dawn->daybreak"));
}

TEST_F(Align, FindsPhrasesThatNoListKnows) {
  compare("the harbour master closed both gates quickly before divers found seven crates",
          "the harbour master closed both big wooden doorways quickly before divers discovered out "
          "seven crates");
  EXPECT_THAT(swaps(), ElementsAre("gates->big wooden doorways", "found->discovered out"));
}

TEST_F(Align, FindsPhrasesThatGrowFromAListedWord) {
  compare("the harbour master kept the text below the pier before noon",
          "the harbour master kept the textual content material below the pier before noon");
  EXPECT_THAT(swaps(), ElementsAre("text->textual content material"));
}

TEST_F(Align, TellsInflectionFromSwaps) {
  compare("divers brought the leader below the pier before noon",
          "divers brought the leaders below the pier before noon");
  EXPECT_THAT(swaps(), ElementsAre("leader->leaders~"));
}

TEST_F(Align, LeavesAddedAndDroppedWordsUnpaired) {
  const Alignment& a = compare(
      "the harbour master closed both gates at dawn while seagulls watched from every roof "
      "and divers found seven crates below the pier",
      "the harbour master closed both gates at dawn and divers found seven crates below "
      "the pier");
  EXPECT_EQ(a.passages.size(), 1U);
  EXPECT_THAT(swaps(), IsEmpty());
  EXPECT_EQ(paired(), 16U);
  compare("the harbour master closed both gates at dawn and divers found seven crates",
          "the harbour master closed both gates at dawn while seagulls watched from every roof and "
          "divers found seven crates");
  EXPECT_THAT(swaps(), IsEmpty());
  EXPECT_EQ(paired(), 13U);
}

TEST_F(Align, FindsMovedSentences) {
  const Alignment& a = compare(
      "the harbour master closed both gates at dawn. divers found seven crates below the "
      "pier. nobody claimed that cargo before noon.",
      "divers found seven crates below the pier. nobody claimed that cargo before noon. "
      "the harbour master closed both gates at dawn.");
  ASSERT_EQ(a.passages.size(), 2U);
  EXPECT_FALSE(a.passages[0].moved);
  EXPECT_EQ(a.passages[0].suspect, (WordRange{0, 13}));
  EXPECT_TRUE(a.passages[1].moved) << "the shorter one is out of order";
  EXPECT_EQ(a.passages[1].original, (WordRange{0, 8}));
  EXPECT_EQ(a.pairs.back().edit, Edit::kMoved);
}

TEST_F(Align, TakesThePartThatWasCopiedOutOfAForeignText) {
  std::string around;
  for (int k = 0; k < 60; ++k) around += "w" + std::to_string(k) + " ";
  std::string other;
  for (int k = 0; k < 60; ++k) other += "v" + std::to_string(k) + " ";
  const Alignment& a = compare(around + "divers found seven crates below the pier",
                               other + "divers found seven boxes below the pier " + other);
  ASSERT_EQ(a.passages.size(), 1U);
  EXPECT_EQ(a.passages[0].suspect, (WordRange{60, 67}));
  EXPECT_EQ(a.passages[0].original, (WordRange{60, 67}));
}

TEST_F(Align, TakesTheEndOfASentenceWithIt) {
  const Alignment& a = compare("divers found seven crates below the pier. nobody came.",
                               "divers found seven crates below the jetty. foggy weather held.");
  ASSERT_EQ(a.passages.size(), 1U);
  EXPECT_EQ(a.passages[0].suspect, (WordRange{0, 7}));
}

TEST_F(Align, ParagraphsWithOtherNamesAndNumbersAreNoCopy) {
  // A template: what is usual is worth little, what differs is names and numbers.
  const auto templated = [this](std::string_view text) {
    std::vector<Word> words = align_words::words(text, model_);
    for (Word& word : words) {
      if ((word.flags & (kName | kNumber)) == 0) word.ln_p = -0.7F;
    }
    return words;
  };
  align(templated("Ashton is a town with 1200 people. as of 1990 there were 310 households."),
        templated("Barlow is a town with 845 people. as of 2001 there were 222 households."),
        {&opened_.channel, &opened_.vocabulary}, scratch_, alignment_);
  EXPECT_THAT(alignment_.passages, IsEmpty());
}

TEST_F(Align, AlignsRowsWithoutFunctionWords) {
  compare("harbour master closed gates dawn divers found seven crates pier",
          "harbour bash closed gates daybreak divers found seven crates pier");
  EXPECT_THAT(swaps(), ElementsAre("master->bash", "dawn->daybreak"));
}

TEST(AddPassages, KeepsUsualWordsUpToTheEnd) {
  std::vector<align::PathStep> steps;
  for (std::uint32_t i = 0; i < 40; ++i) {
    const float nats = i < 10 ? 5.0F : -1.0F;  // all that follow cost more than a passage may fall
    steps.push_back({{i, i + 1}, {i, i + 1}, nats, align::StepKind::kKept});
  }
  align::Alignment alignment;
  align::add_passages(steps, {}, 12, alignment);
  ASSERT_EQ(alignment.passages.size(), 1U);
  EXPECT_EQ(alignment.passages[0].suspect, (align::WordRange{0, 40}));
}

TEST(CopyEvidence, CountsAKeptNameForNoMoreThanItIsTold) {
  align::Word name;
  name.ln_p = -20;
  name.flags = align::kName;
  const std::vector<align::Word> words(10, name);
  align::Alignment alignment;
  for (std::uint32_t i = 0; i < 10; ++i) {
    align::WordPair pair;
    pair.original = {i, i + 1};
    pair.suspect = {i, i + 1};
    pair.edit = Edit::kKept;
    pair.nats = 20;
    alignment.pairs.push_back(pair);
  }
  align::AlignedPassage passage;
  passage.first_pair = 0;
  passage.last_pair = 10;
  passage.nats = 200;
  alignment.passages.push_back(passage);
  align::Parameters parameters;
  const auto discounted_nats = [&] {
    return align::copy_evidence(words, words, alignment, parameters).discounted_nats;
  };
  parameters.topic.max_entity_nats = 1.75;
  EXPECT_NEAR(discounted_nats(), 17.5, 1e-6);
  parameters.topic.max_entity_nats = 0.5;
  EXPECT_EQ(discounted_nats(), 0);  // 5: under a passage's least
}

TEST_F(Align, FindsNothingInOtherTexts) {
  compare(kReport, "she paints small birds on old plates for her sister in the valley of wolves");
  EXPECT_THAT(alignment_.passages, IsEmpty());
  EXPECT_THAT(alignment_.pairs, IsEmpty());
}

TEST_F(Align, TakesEmptyRows) {
  EXPECT_THAT(compare("", "").passages, IsEmpty());
  EXPECT_THAT(compare(kReport, "").passages, IsEmpty());
  EXPECT_THAT(compare("", kReport).passages, IsEmpty());
}

TEST_F(Align, AlignsLongRowsBeyondOneMatrix) {
  std::string text;
  for (int k = 0; k < 9000; ++k) text += (k % 3 == 1 ? "x" : "w") + std::to_string(k) + " ";
  std::string spun = text;
  std::replace(spun.begin(), spun.end(), 'x', 'y');  // every third word is another
  const Alignment& a = compare(text, spun);
  ASSERT_EQ(a.passages.size(), 1U);
  EXPECT_EQ(a.passages[0].suspect, (WordRange{0, 9000}));
  EXPECT_EQ(swaps().size(), 3000U);
}

// A copy that stands many times in a suspect is a copy: each word of the original counts once.
TEST_F(Align, FindsATextThatTheOtherRepeats) {
  std::string original;
  for (int k = 0; k < 60; ++k) original += "w" + std::to_string(k) + " ";
  std::string repeated;
  for (int times = 0; times < 9; ++times) repeated += original;
  compare(original, repeated);
  EXPECT_EQ(paired(), 60U);
  compare(repeated, original);
  EXPECT_EQ(paired(), 60U);
}

TEST_F(Align, StaysSmallOnRepeatedWords) {
  std::string one;
  std::string two;
  for (int k = 0; k < 20000; ++k) {
    one += "echo ";
    two += k % 7 == 0 ? "noise " : "echo ";
  }
  compare(one, one);
  ASSERT_EQ(alignment_.passages.size(), 1U);
  EXPECT_EQ(alignment_.passages[0].suspect.size(), 20000U);
  compare(one, two);
  EXPECT_LT(scratch_.anchors.size(), 100U);
}

}  // namespace
}  // namespace despin::align
