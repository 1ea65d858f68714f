#include "lib/eval/evaluation.h"
#include "lib/view/evaluation_view.h"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace despin::eval {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

ScoredText text(bool spun, std::string kind, double score, Verdict verdict = Verdict::kNotSpun) {
  ScoredText out;
  out.spun = spun;
  out.kind = std::move(kind);
  out.score = score;
  out.verdict = verdict;
  return out;
}

// Clean 1, 2, 3; spun 2 (kind b) and 4 (kind a): AUROC 4.5 of 6.
std::vector<ScoredText> five_texts() {
  std::vector<ScoredText> texts{
      text(false, "news", 1), text(false, "news", 2), text(false, "list", 3, Verdict::kSpun),
      text(true, "b", 2, Verdict::kAbstain), text(true, "a", 4, Verdict::kSpun)};
  texts[3].lists_substitutions = true;
  texts[3].matches = {
      .findings = 4, .findings_listed = 3, .listed = 10, .found = 5, .top1 = 2, .top5 = 4};
  texts[4].lists_substitutions = true;
  texts[4].matches = {
      .findings = 6, .findings_listed = 2, .listed = 10, .found = 1, .top1 = 1, .top5 = 1};
  return texts;
}

TEST(Evaluate, GathersTheFigures) {
  const Evaluation e = evaluate(five_texts());
  EXPECT_EQ(e.spun, 2U);
  EXPECT_EQ(e.clean, 3U);
  EXPECT_DOUBLE_EQ(*e.auroc.value, 0.75);
  EXPECT_DOUBLE_EQ(*e.average_precision.value, (1 + 2.0 / 4) / 2);
  ASSERT_EQ(e.tpr.size(), 3U);
  EXPECT_FALSE(e.tpr[0].value);               // of three clean texts
  EXPECT_DOUBLE_EQ(*e.precision.value, 0.5);  // 5 of 10 findings
  EXPECT_DOUBLE_EQ(*e.recall.value, 0.3);     // 6 of 20 listed
  EXPECT_DOUBLE_EQ(*e.top1.value, 0.15);
  EXPECT_DOUBLE_EQ(*e.top5.value, 0.25);
  EXPECT_LE(e.recall.interval->low, 0.3);
  EXPECT_GE(e.recall.interval->high, 0.3);
}

TEST(Evaluate, SplitsByKindAndLabel) {
  const Evaluation e = evaluate(five_texts());
  ASSERT_EQ(e.kinds.size(), 4U);
  EXPECT_EQ(e.kinds[0].kind, "a");
  EXPECT_TRUE(e.kinds[0].spun);
  EXPECT_DOUBLE_EQ(*e.kinds[0].auroc.value, 1);
  EXPECT_DOUBLE_EQ(*e.kinds[1].auroc.value, 0.5);
  EXPECT_EQ(e.kinds[1].abstained, 1U);
  EXPECT_EQ(e.kinds[3].kind, "news");
  EXPECT_EQ(e.kinds[3].texts, 2U);
  EXPECT_DOUBLE_EQ(e.kinds[3].median_score, 1.5);
  EXPECT_EQ(e.kinds[2].called_spun, 1U);
}

TEST(Evaluate, WritesJsonWithTheNamedKeys) {
  Evaluation e = evaluate(five_texts());
  const std::vector<int> ranks{0, 3, -1, 0};
  evaluate_pairs(ranks, e);
  const auto json = nlohmann::json::parse(view::to_json(e));
  EXPECT_DOUBLE_EQ(json["auroc"], 0.75);
  EXPECT_EQ(json["auroc_ci"].size(), 2U);
  EXPECT_TRUE(json["tpr_at_fpr"]["0.05"].is_null());
  EXPECT_TRUE(json["tpr_at_fpr_ci"]["0.01"].is_null());
  EXPECT_DOUBLE_EQ(json["findings"]["precision"], 0.5);
  EXPECT_DOUBLE_EQ(json["findings"]["recall"], 0.3);
  EXPECT_EQ(json["findings"]["recall_ci"].size(), 2U);
  EXPECT_DOUBLE_EQ(json["restoration"]["top1"], 0.15);
  EXPECT_DOUBLE_EQ(json["restoration"]["top5"], 0.25);
  EXPECT_DOUBLE_EQ(json["pairs"]["top1"], 0.5);
  EXPECT_DOUBLE_EQ(json["pairs"]["top5"], 0.75);
  EXPECT_EQ(json["by_kind"]["list"]["called_spun"], 1);
  EXPECT_EQ(json["at_default_threshold"]["clean_called_spun"], 1);
}

// One text a label, as far apart as can be, tells nearly nothing.
TEST(Evaluate, ClaimsNothingThatTheTextsCannotBear) {
  const std::vector<ScoredText> texts{text(false, "", -9), text(true, "", 9, Verdict::kSpun)};
  const Evaluation e = evaluate(texts);
  EXPECT_DOUBLE_EQ(*e.auroc.value, 1);
  EXPECT_LT(e.auroc.interval->low, 0.25);
  for (const Figure& tpr : e.tpr) EXPECT_FALSE(tpr.value || tpr.interval);
  for (const auto& above : e.kinds[0].above) EXPECT_FALSE(above);
  EXPECT_NEAR(e.at_threshold.recall.interval->low, 0.025, 1e-9);
  EXPECT_FALSE(e.at_threshold.f1.interval);
  EXPECT_THAT(view::to_text(e),
              HasSubstr("true positives at 0.1 % false positives             -\n"));
  EXPECT_THAT(view::to_text(e), Not(HasSubstr("1.000 - 1.000")));
}

TEST(Evaluate, NeverStatesAPoint) {
  std::vector<ScoredText> texts;
  for (int i = 0; i < 40; ++i) {
    texts.push_back(text(i % 2 == 0, "k", i % 2 == 0 ? 5 : -5,
                         i % 2 == 0 ? Verdict::kSpun : Verdict::kNotSpun));
    texts.back().lists_substitutions = true;
    texts.back().matches = {
        .findings = 4, .findings_listed = 4, .listed = 3, .found = 3, .top1 = 3, .top5 = 3};
  }
  const Evaluation e = evaluate(texts);
  for (const Figure* figure : {&e.auroc, &e.average_precision, &e.tpr[0], &e.at_threshold.recall,
                               &e.at_threshold.false_positive_rate, &e.at_threshold.precision,
                               &e.at_threshold.f1, &e.at_threshold.mcc, &e.precision, &e.recall,
                               &e.top1, &e.top5, &e.kinds[0].auroc, &e.bounds[0].share}) {
    if (figure->interval) {
      EXPECT_LT(figure->interval->low, figure->interval->high);
    }
  }
  EXPECT_LT(e.recall.interval->low, 0.9);  // twenty texts, not sixty swaps
}

TEST(Evaluate, CountsVerdictsByLabel) {
  const Evaluation e = evaluate(five_texts());
  EXPECT_EQ(e.at_threshold.spun.called_spun, 1U);
  EXPECT_EQ(e.at_threshold.spun.abstained, 1U);
  EXPECT_EQ(e.at_threshold.clean.called_spun, 1U);
  EXPECT_EQ(e.at_threshold.clean.called_not_spun, 2U);
  EXPECT_DOUBLE_EQ(*e.at_threshold.precision.value, 0.5);
  EXPECT_DOUBLE_EQ(*e.at_threshold.f1.value, 0.5);
  EXPECT_NEAR(*e.at_threshold.mcc.value, 1.0 / 6, 1e-12);
}

TEST(Evaluate, ChecksProbabilityAndBound) {
  std::vector<ScoredText> texts{text(false, "", 0), text(true, "", 0), text(true, "", 40)};
  texts[0].false_positive_rate_upper = 0.01;
  const Evaluation e = evaluate(texts);
  EXPECT_DOUBLE_EQ(*e.brier.value, 0.5 / 3);
  ASSERT_EQ(e.reliability.size(), 2U);
  EXPECT_EQ(e.reliability[0].texts, 2U);
  EXPECT_DOUBLE_EQ(e.reliability[0].mean_probability, 0.5);
  EXPECT_DOUBLE_EQ(*e.reliability[0].spun.value, 0.5);
  EXPECT_DOUBLE_EQ(*e.bounds[1].share.value, 1);  // at 1 %
  EXPECT_DOUBLE_EQ(*e.bounds[2].share.value, 0);  // at 0.1 %
}

// Not under what is said of the bound alone.
TEST(Evaluate, ShowsTheBrierScoreAmongTheFiguresOfTheScore) {
  const std::string shown = view::to_text(evaluate(five_texts()));
  const std::size_t brier = shown.find("Brier score");
  EXPECT_LT(shown.find("AUROC"), brier);
  EXPECT_LT(brier, shown.find("at the default threshold"));
}

TEST(EvaluateSearch, CountsSourcesByTheirRank) {
  const SearchFigures f = evaluate_search(std::vector<SearchedText>{
      {.has_source = true, .found_any = true, .rank = 0},
      {.has_source = true, .found_any = true, .rank = 3},
      {.has_source = true, .found_any = true, .rank = {}},  // another document is no source
      {.has_source = true, .found_any = false, .rank = {}},
      {.has_source = false, .found_any = true, .rank = {}},
      {.has_source = false, .found_any = false, .rank = {}}});
  EXPECT_EQ(f.with_source, 4U);
  EXPECT_EQ(f.without_source, 2U);
  EXPECT_DOUBLE_EQ(*f.recall_at_1.value, 0.25);
  EXPECT_DOUBLE_EQ(*f.recall_at_10.value, 0.5);
  EXPECT_DOUBLE_EQ(*f.mrr.value, (1 + 0.25) / 4);
  EXPECT_DOUBLE_EQ(*f.false_matches.value, 0.5);
  EXPECT_TRUE(f.recall_at_1.interval && f.mrr.interval && f.false_matches.interval);
  const SearchFigures none = evaluate_search({});
  EXPECT_FALSE(none.recall_at_1.value || none.mrr.value || none.false_matches.value);
}

TEST(Compare, TellsWhichModelIsBetter) {
  std::vector<ScoredText> worse;
  std::vector<ScoredText> better;
  for (int i = 0; i < 60; ++i) {
    const bool spun = i % 2 == 1;
    worse.push_back(text(spun, "", i * 7 % 30 + (spun ? 5 : 0)));
    better.push_back(text(spun, "", i * 7 % 30 + (spun ? 25 : 0)));
  }
  const Difference gain = compare(worse, better);
  EXPECT_GT(*gain.auroc.value, 0.2);
  EXPECT_GT(gain.auroc.interval->low, 0);
  EXPECT_LT(gain.auroc.interval->low, *gain.auroc.value);
  EXPECT_GT(gain.auroc.interval->high, *gain.auroc.value);
  EXPECT_DOUBLE_EQ(*compare(better, worse).auroc.value, -*gain.auroc.value);
}

TEST(Compare, GivesNoIntervalWhereNothingDiffers) {
  const Difference none = compare(five_texts(), five_texts());
  EXPECT_DOUBLE_EQ(*none.auroc.value, 0);
  EXPECT_FALSE(none.auroc.interval);
  EXPECT_THAT(view::to_text(none), HasSubstr("0.000\n"));
}

TEST(Evaluate, NamesAKindOfBothLabelsTwice) {
  const std::vector<ScoredText> texts{text(false, "news", 1), text(true, "news", 2)};
  const auto json = nlohmann::json::parse(view::to_json(evaluate(texts)));
  EXPECT_EQ(json["by_kind"].size(), 2U);
  EXPECT_EQ(json["by_kind"]["news/spun"]["label"], "spun");
}

TEST(Evaluate, SaysNullWhereThereIsNothingToTellFrom) {
  const std::vector<ScoredText> texts{text(false, "news", 1)};
  const auto json = nlohmann::json::parse(view::to_json(evaluate(texts)));
  EXPECT_TRUE(json["auroc"].is_null());
  EXPECT_TRUE(json["auroc_ci"].is_null());
  EXPECT_TRUE(json["findings"]["precision"].is_null());
}

TEST(Evaluate, GivesPairsAloneAsTheRestoration) {
  Evaluation e = evaluate({});
  evaluate_pairs(std::vector<int>{0, -1}, e);
  const auto json = nlohmann::json::parse(view::to_json(e));
  EXPECT_DOUBLE_EQ(json["restoration"]["top1"], 0.5);
  EXPECT_THAT(view::to_text(e), HasSubstr("2 phrase pairs"));
}

TEST(Evaluate, PrintsWithinEightyColumns) {
  std::vector<ScoredText> texts = five_texts();
  texts.push_back(text(false, "a kind whose name is far longer than its column is wide", -123.4));
  texts.push_back(text(false, std::string("\x1b[2J") + "kind", 1));
  const std::string out = view::to_text(evaluate(texts));
  EXPECT_EQ(out.find('\x1b'), out.npos);
  for (std::size_t at = 0; at < out.size();) {
    const std::size_t end = out.find('\n', at);
    EXPECT_LE(end - at, 80U) << out.substr(at, end - at);
    at = end + 1;
  }
  EXPECT_THAT(out, HasSubstr("AUROC"));
  EXPECT_THAT(out, HasSubstr("1 of 2 spun found, 1 of 5 clean called spun"));
}

}  // namespace
}  // namespace despin::eval
