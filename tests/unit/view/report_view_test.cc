// Reports as a person reads them, from reports made by hand.
#include "lib/view/report_view.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "lib/view/finding_excerpt.h"
#include "lib/view/terminal.h"

namespace despin::view {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

Report report_on(std::string_view text,
                 const std::vector<std::pair<std::string, std::vector<std::string>>>& swaps) {
  Report report;
  report.verdict = Verdict::kSpun;
  report.score = 14.25;
  report.false_positive_rate_upper = 0.0008;
  report.swap_rate = 0.118;
  report.words = 120;
  float nats = 3;
  for (const auto& [written, originals] : swaps) {
    const auto at = text.find(written);
    EXPECT_NE(at, text.npos) << written;
    report.findings.push_back({static_cast<std::uint32_t>(at),
                               static_cast<std::uint32_t>(at + written.size()), nats++, originals});
  }
  return report;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

constexpr std::string_view kText =
    "The Communist Bash has created a huge surveillance condition by way of distinct solutions.";

TEST(Render, ShowsSwapsInContextWithTheOriginalBeside) {
  const Report report = report_on(
      kText, {{"Communist Bash", {"communist party", "red party"}}, {"condition", {"state"}}});
  EXPECT_EQ(render(report, {"a.txt", "", kText}, {}),
            "a.txt: SPUN  score 14.2, 2 phrases look swapped\n"
            "  At most 1 in 1,200 genuine texts of this length score as high. About 12 % of\n"
            "  the words look swapped.\n"
            "\n"
            "  The [Communist Bash] has created a huge surveillance   <- Communist Party\n"
            "  [condition] by way of distinct solutions.              <- state\n"
            "\n");
}

TEST(Render, ColorsInsteadOfBrackets) {
  const Report report = report_on(kText, {{"Bash", {"party"}}});
  const std::string out = render(report, {"a.txt", "", kText}, {.color = true});
  EXPECT_THAT(out, HasSubstr("\x1b[1;31mBash\x1b[0m"));
  EXPECT_THAT(out, HasSubstr("\x1b[32mParty\x1b[0m"));
  EXPECT_THAT(out, HasSubstr("\x1b[1;31mSPUN\x1b[0m"));
  EXPECT_THAT(out, Not(HasSubstr("[Bash]")));
}

TEST(Render, SaysNotSpunInOneLine) {
  Report report = report_on(kText, {{"Bash", {"party"}}});
  report.verdict = Verdict::kNotSpun;
  report.score = -3.5;
  EXPECT_EQ(render(report, {"a.txt", "", kText}, {}), "a.txt: not spun  score -3.5\n");
  const std::string explained = render(report, {"a.txt", "", kText}, {.explain = true});
  EXPECT_THAT(explained, HasSubstr("1 phrase looks odd"));
  EXPECT_THAT(explained, HasSubstr("[Bash]"));
}

TEST(Render, SaysHowMuchOfAPageIsSpun) {
  Report report = report_on(kText, {{"Bash", {"party"}}});
  report.words = 1000;
  report.passages = {{.verdict = Verdict::kSpun, .swap_rate = 0.2, .words = 100, .families = {}},
                     {.verdict = Verdict::kSpun, .swap_rate = 0.4, .words = 100, .families = {}}};
  EXPECT_THAT(render(report, {"a.txt", "", kText}, {}),
              HasSubstr("passages of 200 of its 1,000 words: about 30 %"));
}

TEST(Render, LeavesALongNameItsOwnLine) {
  Report report;
  report.verdict = Verdict::kNotSpun;
  const std::string name(70, 'n');
  EXPECT_EQ(render(report, {name, "", "Hi"}, {}), name + ": not spun\n  score 0.0\n");
}

TEST(Render, SaysWhyThereIsNoVerdict) {
  Report report;
  report.words = 1;
  report.abstain_reason = AbstainReason::kTooShort;
  EXPECT_EQ(render(report, {"-", "", "Hi"}, {}), "-: no verdict  too short to tell (1 word)\n");
  report.abstain_reason = AbstainReason::kNotEnglish;
  EXPECT_THAT(render(report, {"-", "", "Hi"}, {}), HasSubstr("not English"));
  report.language = {"en", 0.4};  // of a text of rare words
  EXPECT_THAT(render(report, {"-", "", "Hi"}, {}), HasSubstr("not English"));
  report.language = {"fr", 0.9};
  EXPECT_EQ(render(report, {"-", "", "Hi"}, {}), "-: no verdict  French (1 word)\n");
  report.abstain_reason = AbstainReason::kUnfamiliar;
  EXPECT_THAT(render(report, {"-", "", "Hi"}, {}), HasSubstr("unlike any text"));
}

TEST(Render, ExplainsTheScoreAndEveryCandidate) {
  Report report = report_on(kText, {{"Communist Bash", {"communist party", "red party"}}});
  report.contributions = {{"swap evidence", 2.5, 3.25}, {"unfamiliarity", 1, -0.5}};
  const std::string out = render(report, {"a.txt", "", kText}, {.explain = true});
  EXPECT_THAT(out, HasSubstr("swap evidence                         2.500      +3.25\n"));
  EXPECT_THAT(out, HasSubstr("unfamiliarity                         1.000      -0.50\n"));
  EXPECT_THAT(out, HasSubstr("4-18         +3.0  [Communist Bash] <- communist party, red party"));
}

TEST(Render, ShowsTheStrongestWhereThereIsALimit) {
  const Report report =
      report_on(kText, {{"Bash", {"party"}}, {"condition", {"state"}}, {"distinct", {"many"}}});
  const std::string out = render(report, {"a.txt", "", kText}, {.max_findings = 2});
  EXPECT_THAT(out, Not(HasSubstr("[Bash]")));
  EXPECT_THAT(out, HasSubstr("[condition]"));
  EXPECT_THAT(out, HasSubstr("[distinct]"));
  EXPECT_THAT(out, HasSubstr("(1 weaker ones left out"));
}

TEST(Render, ShowsObfuscation) {
  Report report = report_on(kText, {});
  report.obfuscation = {.invisible = 1, .lookalike = 1200};
  EXPECT_THAT(render(report, {"a.txt", "", kText}, {}),
              HasSubstr("1,200 look-alike letters, 1 invisible\n  character."));
}

Report with_families(std::vector<FamilyShare> families) {
  Report report = report_on(kText, {{"Communist Bash", {"communist party"}}});
  report.families = std::move(families);
  return report;
}

TEST(Render, NamesTheLikeliestFamilyOnOneLine) {
  const Report report = with_families(
      {{"North", 0.93, {"at the pier of"}, {{4, 18}, {33, 37}}}, {"unknown", 0.07, {}, {}}});
  const std::string out = render(report, {"a.txt", "", kText}, {});
  EXPECT_THAT(out, HasSubstr("\n  Swaps like family North (\"at the pier of\"), 93 %: "
                             "\"Communist Bash\", \"huge\".\n"));
  for (const std::size_t columns : {40U, 60U, 80U, 120U}) {
    const auto lines = lines_of(render(report, {"a.txt", "", kText}, {.columns = columns}));
    std::size_t told = 0;
    for (std::size_t i = 1; i < lines.size(); ++i) {
      if (lines[i].find("Swaps like family North") == lines[i].npos) continue;
      ++told;
      EXPECT_LE(display_width(lines[i]), std::min<std::size_t>(columns, 80));
      EXPECT_THAT(lines[i], ::testing::EndsWith(".")) << "one line";
    }
    EXPECT_EQ(told, 1U);
  }
}

TEST(Render, LeavesOutPhrasesThatDoNotFit) {
  const Report report = with_families({{"North", 0.93, {std::string(64, 'p')}, {{4, 90}}}});
  EXPECT_THAT(render(report, {"a.txt", "", kText}, {}),
              HasSubstr("\n  Swaps like family North, 93 %.\n"));
}

TEST(Render, NamesAFamilyThatIsKnownByNoPhrase) {
  const Report report = with_families({{"North", 0.93, {}, {{4, 18}}}});
  EXPECT_THAT(render(report, {"a.txt", "", kText}, {}),
              HasSubstr("\n  Swaps like family North, 93 %: \"Communist Bash\".\n"));
}

TEST(Render, SaysThatNoFamilyIsLikely) {
  const Report report =
      with_families({{"unknown", 0.6, {}, {}}, {"North", 0.4, {"at the pier of"}, {{4, 18}}}});
  EXPECT_THAT(render(report, {"a.txt", "", kText}, {}),
              HasSubstr("\n  Swaps like no known family of spinners (60 %).\n"));
}

TEST(Render, IsSilentOfFamiliesWhereNoneAreTold) {
  EXPECT_THAT(render(with_families({}), {"a.txt", "", kText}, {}), Not(HasSubstr("family")));
}

TEST(Render, LetsNothingDriveTheTerminal) {
  const std::string text = "An \x1b[2J evil \u202E word\x07 here";
  const Report report = report_on(text, {{"evil", {"ba\x1b[0md"}}});
  const std::string out = render(report, {"na\x1bme", "ti\x1btle", text}, {.explain = true});
  EXPECT_EQ(out.find('\x1b'), out.npos);
  EXPECT_EQ(out.find('\x07'), out.npos);
  EXPECT_EQ(out.find("\u202E"), out.npos);
}

// Words of every width, findings everywhere: nothing reaches beyond the terminal.
TEST(Render, StaysWithinTheColumns) {
  std::string text;
  Report report;
  report.verdict = Verdict::kSpun;
  for (int i = 0; i < 300; ++i) {
    const auto begin = static_cast<std::uint32_t>(text.size());
    text += i % 7 == 0 ? "\u5B57\u5B57" : std::string(static_cast<std::size_t>(i % 11 + 1), 'w');
    if (i % 3 == 0) {
      report.findings.push_back({begin,
                                 static_cast<std::uint32_t>(text.size()),
                                 1,
                                 {std::string(static_cast<std::size_t>(i % 9 + 1), 'o')}});
    }
    text += i % 50 == 49 ? "\n\n" : " ";
  }
  for (const std::size_t columns : {40U, 60U, 80U, 120U}) {
    const auto lines = lines_of(render(report, {"a.txt", "", text}, {.columns = columns}));
    ASSERT_GT(lines.size(), 30U);
    for (std::size_t i = 1; i < lines.size(); ++i) {  // the first holds the name, however long
      EXPECT_LE(display_width(lines[i]), columns) << lines[i];
    }
  }
}

TEST(Excerpts, LeaveOutWhatIsFarFromAnyFinding) {
  std::string text = "First";
  for (int i = 0; i < 60; ++i) text += " filler";
  text += " Bash";
  for (int i = 0; i < 60; ++i) text += " filler";
  text += "\nNext line";
  const Report report = report_on(text, {{"Bash", {"party"}}});
  const auto lines = excerpts(text, report.findings, {});
  ASSERT_GE(lines.size(), 2U);
  EXPECT_LE(lines.size(), 5U);
  EXPECT_THAT(lines.front(), StartsWith("  ... filler"));
  EXPECT_THAT(lines.back(), ::testing::EndsWith("filler ..."));
  for (const std::string& line : lines) EXPECT_THAT(line, Not(HasSubstr("Next")));
}

TEST(Excerpts, PartAnOriginalThatIsWiderThanTheMargin) {
  const std::string_view text = "The fishing boat lies at the quay.";
  const Report report = report_on(text, {{"fishing boat", {"fishing vessel"}}, {"quay", {"pier"}}});
  // 14 columns of margin: "fishing vessel" would fit, with its semicolon it does not.
  EXPECT_THAT(excerpts(text, report.findings, {.columns = 60}),
              ElementsAre("  The [fishing boat] lies at the [quay].   <- fishing",
                          "                                              vessel; pier"));
  for (std::size_t columns = 40; columns <= 120; ++columns) {
    for (const std::string& line : excerpts(text, report.findings, {.columns = columns})) {
      EXPECT_LE(display_width(line), columns) << line;
    }
  }
}

TEST(Excerpts, KeepParagraphsApart) {
  const std::string text = "A Bash here.\n\nA condition there.";
  const Report report = report_on(text, {{"Bash", {"party"}}, {"condition", {}}});
  EXPECT_THAT(excerpts(text, report.findings, {.columns = 60}),
              ElementsAre("  A [Bash] here.                           <- Party", "",
                          "  A [condition] there.                     <- ?"));
}

TEST(Excerpts, CutNoCharacterOfATextWithoutSpaces) {
  std::string text;
  for (int i = 0; i < 200; ++i) text += "\u5B57";
  const auto begin = static_cast<std::uint32_t>(text.size());
  text += "Bash";
  const auto end = static_cast<std::uint32_t>(text.size());
  for (int i = 0; i < 200; ++i) text += "\u5B57";
  const std::vector<Finding> findings{{begin, end, 1, {"party"}}};
  for (const std::string& line : excerpts(text, findings, {})) {
    EXPECT_THAT(line, Not(HasSubstr("\uFFFD")));
  }
}

// A paragraph of ten megabytes: looking for its ends at each finding would take minutes.
TEST(Excerpts, TakeTheTextOnce) {
  std::string text;
  std::vector<Finding> findings;
  for (int i = 0; i < 50000; ++i) {
    const auto begin = static_cast<std::uint32_t>(text.size());
    findings.push_back({begin, begin + 4, 1, {"party"}});
    text += "Bash ";
    text.append(195, i % 2 == 0 ? 'x' : ' ');
  }
  EXPECT_GE(excerpts(text, findings, {}).size(), 50000U);
}

TEST(WithCapitalsOf, FollowsWhatWasWritten) {
  EXPECT_EQ(with_capitals_of("Communist Bash", "communist party"), "Communist Party");
  EXPECT_EQ(with_capitals_of("World wide Occasions", "global times"), "Global Times");
  EXPECT_EQ(with_capitals_of("Governing administration", "the government"), "The government");
  EXPECT_EQ(with_capitals_of("bash", "party"), "party");
  EXPECT_EQ(with_capitals_of("NEWS BASH", "news party"), "NEWS PARTY");
  EXPECT_EQ(with_capitals_of("A", "one"), "One");
  EXPECT_EQ(with_capitals_of("", "x"), "x");
}

TEST(DescribeBound, RoundsTowardsTheSafeSide) {
  EXPECT_THAT(describe_bound(0.001), HasSubstr("1 in 1,000 "));
  EXPECT_THAT(describe_bound(0.0008), HasSubstr("1 in 1,200 "));  // 1,250
  EXPECT_THAT(describe_bound(0.07), HasSubstr("1 in 14 "));
  EXPECT_THAT(describe_bound(0.8), HasSubstr("often"));
  EXPECT_THAT(describe_bound(1), HasSubstr("often"));
}

TEST(DisplayWidth, CountsColumns) {
  EXPECT_EQ(display_width("abc"), 3U);
  EXPECT_EQ(display_width("e\u0301"), 1U);
  EXPECT_EQ(display_width("\u5B57"), 2U);
  EXPECT_EQ(display_width("a\u200Bb"), 2U);
}

TEST(UseColor, ObeysTheOptionBeforeAnythingElse) {
  EXPECT_TRUE(use_color(ColorMode::kAlways, -1));
  EXPECT_FALSE(use_color(ColorMode::kNever, 1));
  EXPECT_FALSE(use_color(ColorMode::kAuto, -1));
}

}  // namespace
}  // namespace despin::view
