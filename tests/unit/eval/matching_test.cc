#include "lib/eval/matching.h"

#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"

namespace despin::eval {
namespace {

// A finding on the first occurrence of `written` in `text`.
Finding on(std::string_view text, std::string_view written, std::vector<std::string> originals) {
  const auto at = text.find(written);
  EXPECT_NE(at, text.npos) << written;
  return {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + written.size()), 1,
          std::move(originals)};
}

TEST(Normalize, DropsCaseSpaceAndPunctuation) {
  EXPECT_EQ(normalize("  Low-Cost,\tWIRELESS\u2014net "), "low cost wireless net");
  EXPECT_EQ(normalize("you\u2019ll don't"), "youll dont");
  EXPECT_EQ(normalize("\u00C9t\u00C9"), "\u00E9t\u00E9");
  EXPECT_EQ(normalize("...!"), "");
  EXPECT_NE(normalize("networks"), normalize("network"));
}

TEST(Mask, CutsWhateverTheCase) {
  const std::vector<std::string> strings{"machine mastering", "via way of means of"};
  EXPECT_EQ(mask("Machine Mastering works via way of means of data.", strings), "  works   data.");
  EXPECT_EQ(mask("untouched", strings), "untouched");
  EXPECT_EQ(mask("aaa", std::vector<std::string>{"", "a"}), "   ");
}

TEST(Occurrences, AreWholeWordsWithTheirBytes) {
  const std::string_view text = "The Bash, a bash; bashful \u00E9bash.";
  const auto spans = occurrences(text, "bash");
  ASSERT_EQ(spans.size(), 2U);
  EXPECT_EQ(text.substr(spans[0].begin, spans[0].end - spans[0].begin), "Bash");
  EXPECT_EQ(text.substr(spans[1].begin, spans[1].end - spans[1].begin), "bash");
  EXPECT_TRUE(occurrences(text, "...").empty());
}

TEST(Occurrences, BridgePunctuationAndLines) {
  const std::string_view text = "an anything but\ndifficult to-utilize tool";
  const auto spans = occurrences(text, "anything but difficult to utilize");
  ASSERT_EQ(spans.size(), 1U);
  EXPECT_EQ(spans[0].begin, 3U);
  EXPECT_EQ(spans[0].end, text.size() - 5);
}

TEST(MatchFindings, CountsWhatIsListedFoundAndRestored) {
  const std::string_view text = "The Communist Bash has huge abilities and a new know-how today.";
  const std::vector<Finding> findings{
      on(text, "Communist Bash", {"communist party"}),
      on(text, "abilities", {"skills", "capabilities"}),
      on(text, "today", {"now"}),
  };
  const std::vector<LabeledSwap> listed{{"Bash", "Party"},
                                        {"abilities", "capabilities"},
                                        {"know-how", "technology"},
                                        {"absent", "x"}};
  const MatchCounts counts = match_findings(text, findings, listed);
  EXPECT_EQ(counts.findings, 3);
  EXPECT_EQ(counts.findings_listed, 2);
  EXPECT_EQ(counts.listed, 3);
  EXPECT_EQ(counts.found, 2);
  EXPECT_EQ(counts.top1, 1);  // the party; the finding is wider than what is listed
  EXPECT_EQ(counts.top5, 2);  // and capabilities, second among its candidates
}

TEST(MatchFindings, CombinesTheFindingsInsideOneListedSpan) {
  const std::string_view text = "It gives solid conveyance of information at low cost.";
  const std::vector<LabeledSwap> listed{
      {"solid conveyance of information", "reliable delivery of data"}};
  const auto counts = [&](std::vector<Finding> findings) {
    return match_findings(text, findings, listed);
  };
  const MatchCounts all_first =
      counts({on(text, "solid", {"reliable"}), on(text, "conveyance", {"delivery"}),
              on(text, "information", {"data"})});
  EXPECT_EQ(all_first.top1, 1);
  const MatchCounts one_second =
      counts({on(text, "solid", {"reliable"}), on(text, "conveyance", {"transport", "delivery"}),
              on(text, "information", {"data"})});
  EXPECT_EQ(one_second.top1, 0);
  EXPECT_EQ(one_second.top5, 1);
  const MatchCounts one_missing =
      counts({on(text, "solid", {"reliable"}), on(text, "information", {"data"})});
  EXPECT_EQ(one_missing.found, 1);
  EXPECT_EQ(one_missing.top5, 0);
}

TEST(MatchFindings, BoundsTheCombinationsItTries) {
  std::string text;
  std::vector<Finding> findings;
  for (int i = 0; i < 40; ++i) {
    const auto begin = static_cast<std::uint32_t>(text.size());
    text.append("w").append(std::to_string(i)).append(" ");
    findings.push_back(
        {begin, static_cast<std::uint32_t>(text.size() - 1), 1, {"a", "b", "c", "d", "e"}});
  }
  const std::vector<LabeledSwap> listed{{text, "nothing like it"}};
  const MatchCounts counts = match_findings(text, findings, listed);
  EXPECT_EQ(counts.found, 1);
  EXPECT_EQ(counts.top5, 0);
}

TEST(MatchFindings, TakesFindingsWithoutCandidates) {
  const std::string_view text = "a Bash";
  const std::vector<Finding> findings{on(text, "Bash", {})};
  const std::vector<LabeledSwap> listed{{"Bash", "Party"}};
  const MatchCounts counts = match_findings(text, findings, listed);
  EXPECT_EQ(counts.found, 1);
  EXPECT_EQ(counts.top5, 0);
}

int rank(std::string_view meant, const std::vector<std::string>& texts) {
  std::vector<Restoration> restorations;
  for (const std::string& text : texts) restorations.push_back({text, 0});
  return rank_of(restorations, meant);
}

TEST(RankOf, ComparesNormalized) {
  EXPECT_EQ(rank("Deep Learning", {"deep learning"}), 0);
  EXPECT_EQ(rank("big data", {"huge data", "big data"}), 1);
  EXPECT_EQ(rank("big data", {"big datum"}), -1);
  EXPECT_EQ(rank("big data", {}), -1);
}

TEST(RankOf, DoesNotAskForNotesInBrackets) {
  EXPECT_EQ(rank("region of interest (roi)", {"region of interest"}), 0);
  EXPECT_EQ(rank("[network] traffic patterns", {"traffic patterns"}), 0);
  EXPECT_EQ(rank("denial-of-service (dos) attack", {"denial of service attack"}), 0);
  EXPECT_EQ(rank("supervised (machine) learning", {"supervised machine learning"}), 0);
  EXPECT_EQ(rank("(roi)", {""}), -1);
}

TEST(WithoutNote, CutsOnlyAtTheEnd) {
  EXPECT_EQ(without_note("central bank (ecb) "), "central bank");
  EXPECT_EQ(without_note("layer [output]"), "layer");
  EXPECT_EQ(without_note("a (b) c"), "a (b) c");
  EXPECT_EQ(without_note("(all)"), "(all)");
}

}  // namespace
}  // namespace despin::eval
