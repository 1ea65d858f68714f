// Comparisons as rows and on a terminal, from comparisons made by hand.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "lib/view/comparison_marks.h"
#include "lib/view/comparison_rows.h"
#include "lib/view/comparison_text.h"
#include "lib/view/terminal.h"
#include "tests/support/made_comparison.h"

namespace despin::view {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;

// "original | suspect" of each row.
std::vector<std::string> texts_of(const Made& made, const std::vector<ComparisonRow>& rows) {
  std::vector<std::string> out;
  for (const ComparisonRow& row : rows) {
    out.push_back(std::string(part_of(made.original, row.original)) + " | " +
                  std::string(part_of(made.suspect, row.suspect)));
  }
  return out;
}

std::string shown(const Made& made, const ComparisonOptions& options = {}) {
  return render(made.comparison, {"a.txt", {}, {}, {}, made.original},
                {"b.txt", {}, {}, {}, made.suspect}, options);
}

Made two_paragraphs() {
  return Made({{Edit::kKept, "The", "The"},
               {Edit::kSwapped, "storm", "typhoon", true},
               {Edit::kKept, "came at night.", "came at night."},
               {Edit::kAdded, "", "Really."},
               {Edit::kKept, "\n\nIt", "\n\nIt"},
               {Edit::kInflected, "kept", "keeps"},
               {Edit::kKept, "the sea out of", "the sea out of"},
               {Edit::kDropped, "all", ""},
               {Edit::kSwapped, "the town.", "the city."}});
}

TEST(ComparisonRows, StandParagraphBesideParagraph) {
  const Made made = two_paragraphs();
  EXPECT_THAT(texts_of(made, rows_in_order(made.comparison, made.original, made.suspect)),
              ElementsAre("The storm came at night. | The typhoon came at night. Really.",
                          "It kept the sea out of all the town. | "
                          "It keeps the sea out of the city."));
}

TEST(ComparisonRows, HoldEveryByteThatIsNoSpaceOnce) {
  const Made made({{Edit::kKept, "“One\n\n(two)", "“One\n\n(two)"},
                   {Edit::kDropped, "\n\n— gone!", ""},
                   {Edit::kKept, "\n\n* three”", "\n\n* three”"},
                   {Edit::kAdded, "", "\n\n... more ..."}});
  for (const bool original : {true, false}) {
    const std::string& text = original ? made.original : made.suspect;
    std::uint32_t at = 0;
    for (const ComparisonRow& row : rows_in_order(made.comparison, made.original, made.suspect)) {
      const ByteSpan span = original ? row.original : row.suspect;
      if (span.begin_byte == span.end_byte) continue;
      ASSERT_LE(at, span.begin_byte);
      EXPECT_EQ(text.substr(at, span.begin_byte - at).find_first_not_of(" \n"), text.npos);
      at = span.end_byte;
    }
    EXPECT_EQ(at, text.size());
  }
}

TEST(ComparisonRows, JoinParagraphsThatWereMerged) {
  const Made made({{Edit::kKept, "One.", "One."},
                   {Edit::kKept, "\n\nTwo.", "Two."},
                   {Edit::kKept, "\n\nThree.", "\n\nThree."}});
  EXPECT_THAT(texts_of(made, rows_in_order(made.comparison, made.original, made.suspect)),
              ElementsAre("One.\n\nTwo. | One. Two.", "Three. | Three."));
}

TEST(ComparisonRows, PutWhatOneTextAloneHasByItself) {
  const Made made({{Edit::kKept, "One.", "One."},
                   {Edit::kDropped, "\n\nGone.", ""},
                   {Edit::kAdded, "", "\n\nNew."},
                   {Edit::kAdded, "", "\n\nNewer."},
                   {Edit::kKept, "\n\nTwo.", "\n\nTwo."},
                   {Edit::kDropped, "\n\nEnd.", ""}});
  const auto rows = rows_in_order(made.comparison, made.original, made.suspect);
  EXPECT_THAT(texts_of(made, rows),
              ElementsAre("One. | One.", "Gone. | New.", " | Newer.", "Two. | Two.", "End. | "));
  EXPECT_TRUE(rows[0].copied);
  EXPECT_FALSE(rows[1].copied);
}

TEST(ComparisonRows, CutLongParagraphsAtSentences) {
  std::vector<AlignedPiece> pieces;
  for (int i = 0; i < 60; ++i) {
    pieces.push_back({Edit::kKept, "The sea was kept out of it.", "The sea was kept out of it."});
  }
  const Made made(pieces);
  const auto rows = rows_in_order(made.comparison, made.original, made.suspect);
  ASSERT_GT(rows.size(), 1U);
  EXPECT_TRUE(rows[0].opens_paragraph);
  EXPECT_FALSE(rows[1].opens_paragraph);
  EXPECT_TRUE(part_of(made.original, rows[1].original).starts_with("The sea"));
}

// The suspect has the original's second paragraph first.
Made moved() {
  Made made({{Edit::kKept, "First it rained.", "First it rained."},
             {Edit::kKept, "\n\nThen it snowed.", "\n\nThen it snowed."}});
  made.suspect = "Then it snowed.\n\nFirst it rained.\n\nMy own words.";
  Comparison& c = made.comparison;
  c.words_of_suspect = words_of(made.suspect);
  const auto from = [&](std::string_view words) { return Made::span_of(made.original, words); };
  const auto to = [&](std::string_view words) { return Made::span_of(made.suspect, words); };
  c.passages = {{from("Then it snowed"), to("Then it snowed"), 20, true},
                {from("First it rained"), to("First it rained"), 30, false}};
  c.runs = {{Edit::kMoved, from("Then it snowed"), to("Then it snowed")},
            {Edit::kKept, from("First it rained"), to("First it rained")},
            {Edit::kAdded, {}, to("My own words")}};
  return made;
}

TEST(ComparisonRows, FollowThePassagesOfTheSuspect) {
  const Made made = moved();
  const auto rows = rows_by_passage(made.comparison, made.original, made.suspect);
  EXPECT_THAT(texts_of(made, rows),
              ElementsAre("Then it snowed. | Then it snowed.",
                          "First it rained. | First it rained.", " | My own words."));
  EXPECT_TRUE(rows[0].moved);
  EXPECT_FALSE(rows[1].moved);
  EXPECT_FALSE(rows[2].copied);
}

TEST(ComparisonRows, LeaveWhatWasMovedWhereItIs) {
  const Made made = moved();
  const auto rows = rows_in_order(made.comparison, made.original, made.suspect);
  EXPECT_THAT(texts_of(made, rows),
              ElementsAre(" | Then it snowed.", "First it rained. | First it rained.",
                          "Then it snowed. | My own words."));
}

TEST(ComparisonRows, AreNoneOfEmptyTexts) {
  const Made made(std::vector<AlignedPiece>{});
  EXPECT_TRUE(rows_in_order(made.comparison, "", "").empty());
  EXPECT_TRUE(rows_in_order(made.comparison, " \n", "...").empty());
}

TEST(ComparisonMarks, AreDisjointAndNameTheirSwaps) {
  const Made made = two_paragraphs();
  const auto marks = suspect_marks(made.comparison);
  std::uint32_t end = 0;
  std::vector<std::pair<std::string, std::size_t>> swaps;
  for (const Mark& mark : marks) {
    EXPECT_GE(mark.span.begin_byte, end);
    end = mark.span.end_byte;
    if (mark.swap != kNoSwap) {
      swaps.emplace_back(part_of(made.suspect, mark.span), mark.swap);
    }
  }
  EXPECT_THAT(swaps, ElementsAre(Pair("typhoon", 0U), Pair("keeps", 1U), Pair("the city.", 2U)));
}

TEST(ComparisonMarks, KeepTheFirstSwapWhereAWordWasCopiedTwice) {
  Made made({{Edit::kSwapped, "storm", "typhoon"}, {Edit::kAdded, "", "gale"}});
  Comparison& c = made.comparison;
  c.substitutions.push_back(c.substitutions[0]);
  c.substitutions[1].suspect = Made::span_of(made.suspect, "gale");
  ASSERT_EQ(original_marks(c).size(), 1U);
  EXPECT_EQ(original_marks(c)[0].swap, 0U);
  EXPECT_EQ(suspect_marks(c).back().swap, 1U);
}

TEST(SwapList, CountsWhateverTheCapitals) {
  const Made made({{Edit::kSwapped, "Storm", "Typhoon"},
                   {Edit::kSwapped, "sea", "ocean", true},
                   {Edit::kSwapped, "storm", "typhoon"}});
  const auto entries = list_swaps(made.comparison, made.original, made.suspect);
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].original, "storm");
  EXPECT_EQ(entries[0].suspect, "typhoon");
  EXPECT_THAT(entries[0].places, ElementsAre(0U, 2U));
  EXPECT_FALSE(entries[0].listed);
  EXPECT_TRUE(entries[1].listed);
}

TEST(RenderComparison, StandsSideBySide) {
  EXPECT_EQ(shown(two_paragraphs(), {.columns = 66}),
            "b.txt: SPUN COPY  of a.txt\n"
            "  90 % of the suspect’s 44 words were copied from the original; 25\n"
            "  % were swapped. The original reads as the one written first.\n"
            "\n"
            "  original                         suspect\n"
            "  The [storm] came at night.       The [typhoon] came at night.\n"
            "                                   {Really.}\n"
            "\n"
            "  It [kept] the sea out of {all}   It [keeps] the sea out of [the\n"
            "  [the town.]                      city.]\n"
            "\n"
            "  2 phrases swapped, 1 inflected (* a spinner’s dictionary lists\n"
            "  it)\n"
            "        storm -> typhoon *               the town. -> the city.\n"
            "        kept -> keeps\n");
}

TEST(RenderComparison, FitsItsColumns) {
  Made made = two_paragraphs();
  made.suspect += " https://a.example/" + std::string(200, 'x');
  made.comparison.runs.push_back({Edit::kKept, Made::span_of(made.original, "the town."),
                                  Made::span_of(made.suspect, "https")});
  for (const std::size_t columns : {40U, 59U, 60U, 80U, 160U}) {
    const std::string out = shown(made, {.columns = columns});
    for (std::size_t at = 0; at < out.size();) {
      const std::size_t end = out.find('\n', at);
      const std::string line = out.substr(at, end - at);
      if (line.find("https://") == line.npos) {
        EXPECT_LE(display_width(line), columns) << line;
      }
      at = end + 1;
    }
  }
}

TEST(RenderComparison, StandsOneBelowTheOtherWhereItIsNarrow) {
  EXPECT_THAT(
      shown(two_paragraphs(), {.columns = 50}),
      HasSubstr("- The [storm] came at night.\n+ The [typhoon] came at night. {Really.}\n"));
}

TEST(RenderComparison, ColorsInsteadOfBrackets) {
  const std::string out = shown(two_paragraphs(), {.color = true});
  EXPECT_THAT(out, HasSubstr("\x1b[32mstorm\x1b[0m"));
  EXPECT_THAT(out, HasSubstr("\x1b[1;31mtyphoon\x1b[0m"));
  EXPECT_THAT(out, HasSubstr("\x1b[35mReally.\x1b[0m"));
  EXPECT_THAT(out, Not(HasSubstr("[typhoon]")));
  EXPECT_THAT(out, Not(HasSubstr("{")));
}

TEST(RenderComparison, SaysWhatWasMoved) {
  const std::string out = shown(moved());
  EXPECT_THAT(out, HasSubstr("  from another place of the original:\n  Then it snowed. "));
  EXPECT_THAT(out, Not(HasSubstr("original:\n  First it rained.")));
}

TEST(RenderComparison, ShowsTheStrongestPassagesWhereThereIsALimit) {
  const std::string out = shown(moved(), {.max_passages = 1});
  EXPECT_THAT(out, Not(HasSubstr("Then it snowed.")));
  EXPECT_THAT(out, HasSubstr("First it rained."));
  EXPECT_THAT(out, HasSubstr("(1 weaker one left out by --max-passages)"));
}

TEST(RenderComparison, ShortensWhatWasNotCopied) {
  std::string own = "\n\nOwn";
  for (int i = 0; i < 200; ++i) own += " word";
  const Made made({{Edit::kKept, "It rained.", "It rained."}, {Edit::kAdded, "", own}});
  Comparison c = made.comparison;
  c.passages[0].suspect = Made::span_of(made.suspect, "It rained.");
  const std::string out =
      render(c, {"a", {}, {}, {}, made.original}, {"b", {}, {}, {}, made.suspect}, {});
  EXPECT_THAT(out, HasSubstr("word ... (189"));
}

TEST(RenderComparison, SaysNoMoreThanTheVerdictWhereThereIsNoCopy) {
  Made made({{Edit::kDropped, "It rained.", ""}, {Edit::kAdded, "", "It snowed."}});
  made.comparison.relation = Relation::kUnrelated;
  made.comparison.passages.clear();
  EXPECT_EQ(shown(made),
            "b.txt: not a copy  of a.txt\n"
            "  The two share no more than expected by chance. (The suspect has 44 words.)\n");
  made.comparison.relation = Relation::kIndependent;
  made.comparison.copied = 0.004;
  made.comparison.swapped = 0;
  EXPECT_THAT(shown(made), HasSubstr("independently. Less than 1 %"));
}

TEST(RenderComparison, TellsWhoWasFirst) {
  Made made = two_paragraphs();
  made.comparison.direction = Direction::kSuspect;
  EXPECT_THAT(summary_words(made.comparison), HasSubstr("the suspect reads as the one written"));
  made.comparison.direction = Direction::kUnclear;
  EXPECT_THAT(summary_words(made.comparison), HasSubstr("do not show which"));
}

TEST(RenderComparison, LetsNothingDriveTheTerminal) {
  const Made made({{Edit::kSwapped, "\x1b[2Jstorm", "\x1b]0;typhoon\x07"}});
  EXPECT_THAT(shown(made), Not(HasSubstr("\x1b")));
  EXPECT_THAT(shown(made), Not(HasSubstr("\x07")));
}

}  // namespace
}  // namespace despin::view
