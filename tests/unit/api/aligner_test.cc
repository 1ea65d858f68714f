#include "despin/aligner.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

namespace despin {
namespace {

std::string page(const std::string& name) {
  std::ifstream in(DESPIN_SOURCE_DIR "/examples/pages/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class AlignerTest : public testing::Test {
 protected:
  AlignerTest()
      : detector_(Detector::open(DESPIN_SOURCE_DIR "/models/tiny.despin")), aligner_(*detector_) {}

  Comparison compare(std::string_view original, std::string_view suspect) {
    auto comparison = aligner_.compare(original, suspect, scratch_);
    EXPECT_TRUE(comparison) << comparison.error().message;
    return *comparison;
  }

  static std::string_view cut(std::string_view text, ByteSpan span) {
    return text.substr(span.begin_byte, span.end_byte - span.begin_byte);
  }

  Result<Detector> detector_;
  Aligner aligner_;
  AlignWorkspace scratch_;
};

constexpr std::string_view kStory =
    "The café on Quay Street — once a chandler's shop — reopened on Monday after a long winter. "
    "Its owner, Zoë Marlow, had stripped the painted shutters, mended the copper roof and hung "
    "lanterns over the narrow yard. Fishermen queued before breakfast for smoked eel and rye "
    "bread. By noon the kettle had run dry twice, and a fiddler was tuning beside the stove.";
constexpr std::string_view kSpunStory =
    "The café on Quay Street — once a chandler's boutique — reopened on Monday after a lengthy "
    "winter. Its proprietor, Zoë Marlow, had stripped the colourful shutters, repaired the copper "
    "roof and hung lamps over the slender yard. Fishermen queued before lunch for smoked eel and "
    "rye loaf. By noon the pot had run dry twice, and a fiddler was tuning beside the furnace.";

TEST_F(AlignerTest, FindsEverySwapInBytesOfBothTexts) {
  const Comparison c = compare(kStory, kSpunStory);
  EXPECT_EQ(c.relation, Relation::kSpun);
  std::vector<std::pair<std::string, std::string>> swaps;
  for (const Swap& r : c.substitutions) {
    swaps.emplace_back(cut(kStory, r.original), cut(kSpunStory, r.suspect));
  }
  const std::vector<std::pair<std::string, std::string>> expected = {
      {"shop", "boutique"},     {"long", "lengthy"},    {"owner", "proprietor"},
      {"painted", "colourful"}, {"mended", "repaired"}, {"lanterns", "lamps"},
      {"narrow", "slender"},    {"breakfast", "lunch"}, {"bread", "loaf"},
      {"kettle", "pot"},        {"stove", "furnace"}};
  EXPECT_EQ(swaps, expected);
  ASSERT_EQ(c.passages.size(), 1U);
  EXPECT_EQ(cut(kStory, c.passages[0].original), kStory.substr(0, kStory.size() - 1));
  EXPECT_EQ(cut(kSpunStory, c.passages[0].suspect), kSpunStory.substr(0, kSpunStory.size() - 1));
  EXPECT_EQ(c.copied, 1);
  EXPECT_DOUBLE_EQ(c.swapped, 11.0 / c.suspect_words);
}

TEST_F(AlignerTest, CallsAnEqualTextVerbatim) {
  const Comparison c = compare(kStory, kStory);
  EXPECT_EQ(c.relation, Relation::kVerbatim);
  EXPECT_EQ(c.direction, Direction::kUnclear);
  EXPECT_EQ(c.copied, 1);
  EXPECT_EQ(c.swapped, 0);
  EXPECT_TRUE(c.substitutions.empty());
  ASSERT_EQ(c.runs.size(), 1U);
  EXPECT_EQ(c.runs[0].edit, Edit::kKept);
}

TEST_F(AlignerTest, CallsOneCopiedParagraphOfALongerTextACopy) {
  std::string own = page("harbour_original.txt");
  own += "\n\n" + std::string(kSpunStory) + "\n\n" + own;
  const Comparison c = compare(kStory, own);
  EXPECT_EQ(c.relation, Relation::kSpun);
  ASSERT_EQ(c.passages.size(), 1U);
  EXPECT_EQ(cut(own, c.passages[0].suspect), kSpunStory.substr(0, kSpunStory.size() - 1));
}

TEST_F(AlignerTest, DoesNotCallAnotherReportOnTheSameTopicACopy) {
  constexpr std::string_view kOther =
      "Monday brought crowds back to Quay Street. Zoë Marlow has spent the cold months rebuilding "
      "what used to be the chandler's, and people came early: there was eel, there was music, and "
      "someone said the tea ran out before lunch. \"I never slept,\" Zoë Marlow told us.";
  const Comparison c = compare(kStory, kOther);
  EXPECT_NE(c.relation, Relation::kSpun);
  EXPECT_NE(c.relation, Relation::kVerbatim);
  EXPECT_LT(c.copied, 0.3);
}

TEST_F(AlignerTest, DoesNotCallASharedQuotationACopy) {
  const std::string quotation =
      "\"We will mend each roof on this street before the first frost, and nobody who lives here "
      "will have to pay for a single slate of it,\"";
  const std::string one = "The mayor made a promise in the market hall. " + quotation +
                          " he said, while farmers grumbled at the back and a dog barked twice.";
  const std::string two = "Few believed what they heard at the council meeting last night. " +
                          quotation +
                          " came the words, yet builders doubt that the money exists, "
                          "since last year's purse was spent on lamps and drains by early spring.";
  const Comparison c = compare(one, two);
  EXPECT_EQ(c.relation, Relation::kIndependent);
  EXPECT_EQ(c.passages.size(), 1U);
}

TEST_F(AlignerTest, TellsWhichTextWasFirst) {
  const std::string original = page("harbour_original.txt");
  const std::string spun = page("harbour_spun.txt");
  const Comparison c = compare(original, spun);
  EXPECT_EQ(c.relation, Relation::kSpun);
  EXPECT_EQ(c.direction, Direction::kOriginal);
  const auto listed = std::count_if(c.substitutions.begin(), c.substitutions.end(),
                                    [](const Swap& r) { return r.listed; });
  EXPECT_GT(listed, 0);
  EXPECT_EQ(compare(spun, original).direction, Direction::kSuspect);
}

TEST_F(AlignerTest, SaysWhereWordsWereAddedAndDropped) {
  constexpr std::string_view kOriginal =
      "Fishermen queued before breakfast for smoked eel, rye bread and three barrels of pale ale "
      "brewed upstream. By noon the kettle had run dry.";
  constexpr std::string_view kSuspect =
      "Fishermen queued before breakfast for smoked eel. As neighbours on either bank had always "
      "hoped, by noon the kettle had run dry.";
  const Comparison c = compare(kOriginal, kSuspect);
  std::vector<std::string> told;
  for (const AlignedRun& r : c.runs) {
    told.push_back(std::string(name_of(r.edit)) + " " + std::string(cut(kOriginal, r.original)) +
                   "|" + std::string(cut(kSuspect, r.suspect)));
  }
  const std::vector<std::string> expected = {
      "kept Fishermen queued before breakfast for smoked eel|Fishermen queued before breakfast for "
      "smoked eel",
      "dropped rye bread and three barrels of pale ale brewed upstream|",
      "added |As neighbours on either bank had always hoped",
      "kept By noon the kettle had run dry|by noon the kettle had run dry"};
  EXPECT_EQ(told, expected);
  EXPECT_EQ(c.runs[1].suspect.begin_byte, c.runs[0].suspect.end_byte) << "where it is missed";
  EXPECT_EQ(c.runs[2].original.begin_byte, c.runs[0].original.end_byte);
}

TEST_F(AlignerTest, MarksAMovedSentence) {
  constexpr std::string_view kTurned =
      "By noon the kettle had run dry twice, and a fiddler was tuning beside the stove. The café "
      "on Quay Street — once a chandler's shop — reopened on Monday after a long winter. Its "
      "owner, Zoë Marlow, had stripped the painted shutters, mended the copper roof and hung "
      "lanterns over the narrow yard. Fishermen queued before breakfast for smoked eel and rye "
      "bread.";
  const Comparison c = compare(kStory, kTurned);
  EXPECT_EQ(c.relation, Relation::kVerbatim);
  ASSERT_EQ(c.passages.size(), 2U);
  EXPECT_TRUE(c.passages[0].moved);
  EXPECT_FALSE(c.passages[1].moved);
  EXPECT_EQ(c.runs.front().edit, Edit::kMoved);
  EXPECT_EQ(c.copied, 1);
}

TEST_F(AlignerTest, TakesTextsWithoutWords) {
  for (const std::string_view text : {"", "  \n", "... !!! ,,, —", "\xE2\x80\x8B"}) {
    const Comparison c = compare(text, kStory);
    EXPECT_EQ(c.relation, Relation::kUnrelated);
    EXPECT_EQ(c.copied, 0);
    ASSERT_EQ(c.runs.size(), 1U);
    EXPECT_EQ(c.runs[0].edit, Edit::kAdded);
    EXPECT_EQ(compare(kStory, text).swapped, 0);
  }
  EXPECT_TRUE(compare("", "").runs.empty());
}

TEST_F(AlignerTest, NamesTheTextThatIsNotUtf8) {
  const auto original = aligner_.compare("a\xFF", "b", scratch_);
  ASSERT_FALSE(original);
  EXPECT_EQ(original.error().code, ErrorCode::kBadUtf8);
  EXPECT_NE(original.error().message.find("the original"), std::string::npos);
  const auto suspect = aligner_.compare("a", "b\xFF", scratch_);
  ASSERT_FALSE(suspect);
  EXPECT_NE(suspect.error().message.find("the suspect"), std::string::npos);
}

TEST_F(AlignerTest, WorksWithAWorkspaceMovedFrom) {
  AlignWorkspace taken = std::move(scratch_);
  EXPECT_EQ(compare(kStory, kSpunStory).relation, Relation::kSpun);
}

TEST_F(AlignerTest, SpellsAComparisonAsJson) {
  const Comparison c = compare(kStory, kSpunStory);
  const std::string line = to_json(c, "original.txt", kStory, "suspect.txt", kSpunStory);
  EXPECT_EQ(line.find('\n'), std::string::npos);
  const auto json = nlohmann::json::parse(line);
  EXPECT_EQ(json["schema"], "despin.comparison/1");
  EXPECT_EQ(json["original_id"], "original.txt");
  EXPECT_EQ(json["suspect_id"], "suspect.txt");
  EXPECT_EQ(json["verdict"], "spun");
  EXPECT_EQ(json["copied"], 1.0);
  EXPECT_EQ(json["suspect_words"], c.suspect_words);
  ASSERT_EQ(json["substitutions"].size(), c.substitutions.size());
  const auto& first = json["substitutions"][0];
  EXPECT_EQ(first["original"]["text"], "shop");
  EXPECT_EQ(first["suspect"]["text"], "boutique");
  EXPECT_EQ(first["suspect"]["begin_byte"], c.substitutions[0].suspect.begin_byte);
  EXPECT_EQ(first["edit"], "swapped");
  EXPECT_TRUE(first["listed"].is_boolean());
  EXPECT_TRUE(first["evidence_nats"].is_number());
  EXPECT_EQ(json["passages"][0]["moved"], false);
  EXPECT_EQ(json["passages"][0]["suspect"]["end_byte"], c.passages[0].suspect.end_byte);
}

TEST_F(AlignerTest, SpellsJsonOfTextsThatAreNotThoseCompared) {
  const Comparison c = compare(kStory, kSpunStory);
  const auto json = nlohmann::json::parse(to_json(c, "\xFF", "short", "id", ""));
  EXPECT_EQ(json["substitutions"][0]["suspect"]["text"], "");
}

}  // namespace
}  // namespace despin
