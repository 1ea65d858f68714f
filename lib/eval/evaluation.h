// lib/eval/evaluation.h - computes figures from scored texts with labels and from phrase pairs.
//
//   eval::Evaluation evaluation = eval::evaluate(scored);
//   eval::evaluate_pairs(ranks, evaluation);
//   eval::Difference difference = eval::compare(scored_by_a, scored_by_b);
//
// Threads  Stateless.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "despin/report.h"
#include "lib/eval/intervals.h"
#include "lib/eval/matching.h"
#include "lib/eval/metrics.h"

namespace despin::eval {

// A figure, if it can be computed, with its 95 % interval.
struct Figure {
  std::optional<double> value;
  std::optional<Interval> interval;
};

// The detector's result for one labeled text.
struct ScoredText {
  std::string id;
  bool spun = false;  // the label
  std::string kind;
  double score = 0;
  double false_positive_rate_upper = 1;
  Verdict verdict = Verdict::kAbstain;
  AbstainReason abstain_reason = AbstainReason::kNone;
  bool lists_substitutions = false;
  MatchCounts matches;
};

// That a text is spun, of its score, where as many texts are spun as are not.
double probability_of(const ScoredText& text);

// Texts of one kind and label.
struct KindFigures {
  std::string kind;
  bool spun = false;
  std::size_t texts = 0;
  std::size_t called_spun = 0;
  std::size_t abstained = 0;
  double median_score = 0;
  Figure auroc;  // against all texts of the other label
  // Share above the threshold, by rate in kRates; nothing where there are too few clean texts.
  std::vector<std::optional<double>> above;
};

inline constexpr double kRates[] = {0.05, 0.01, 0.001};

// Verdicts at the threshold that was asked for, by label. A text without verdict is not called
// spun.
struct VerdictCounts {
  std::size_t called_spun = 0;
  std::size_t called_not_spun = 0;
  std::size_t abstained = 0;
};

struct ThresholdFigures {
  VerdictCounts spun;
  VerdictCounts clean;
  Figure recall;
  Figure false_positive_rate;
  Figure precision;  // at the mixture of labels of these texts
  Figure f1;         // likewise
  Figure mcc;        // likewise
};

// Texts to which the score gives a probability in one tenth of the range.
struct ReliabilityBin {
  std::size_t texts = 0;
  double mean_probability = 0;
  Figure spun;  // share of them
};

// Clean texts that the bound on the rate of false positives lets be called spun at a rate.
struct BoundFigures {
  double rate = 0;
  std::size_t texts = 0;
  Figure share;  // of all clean texts: the bound holds if this is at most `rate`
};

// What a search of an index found for one text.
struct SearchedText {
  bool has_source = false;  // whether one is listed
  bool found_any = false;
  std::optional<std::size_t> rank;  // of the first of its sources among the matches, from 0
};

// Matches looked at.
inline constexpr std::size_t kSearchDepth = 10;

struct SearchFigures {
  std::size_t with_source = 0;
  Figure recall_at_1;  // share of those with a source: found first
  Figure recall_at_10;
  Figure mrr;  // mean of 1 / (rank + 1), 0 where it was not found
  std::size_t without_source = 0;
  Figure false_matches;  // share of those without a source for which one was found
};

struct Evaluation {
  std::size_t spun = 0;
  std::size_t clean = 0;
  std::size_t skipped = 0;  // lines or pairs that could not be read
  std::size_t masked = 0;   // texts changed by a mask
  Figure auroc;
  Figure average_precision;
  std::vector<Figure> tpr;  // by rate in kRates
  ThresholdFigures at_threshold;
  Figure brier;
  std::vector<ReliabilityBin> reliability;  // ascending, those of no text left out
  std::vector<BoundFigures> bounds;         // by rate in kRates
  std::vector<CurvePoint> curve;
  std::vector<KindFigures> kinds;
  std::size_t texts_with_substitutions = 0;
  std::size_t listed = 0;    // listed swaps that occur in the texts
  std::size_t findings = 0;  // in texts with listed swaps
  Figure precision;
  Figure recall;
  Figure top1;
  Figure top5;
  std::size_t pairs = 0;
  Figure pairs_top1;
  Figure pairs_top5;
  std::optional<SearchFigures> search;  // if an index was searched
};

Evaluation evaluate(std::span<const ScoredText> texts);

// `ranks`: per pair, the rank of the original among the candidates; 0 is best, -1 is absent.
void evaluate_pairs(std::span<const int> ranks, Evaluation& evaluation);

SearchFigures evaluate_search(std::span<const SearchedText> texts);

// How much better the second of two models is, on the same texts. A figure has an interval if
// samples of the texts differ in it.
struct Difference {
  Figure auroc;
  Figure average_precision;
  std::vector<Figure> tpr;  // by rate in kRates
  Figure f1;
  Figure mcc;
};

// REQUIRES: both are of the same texts in the same order.
Difference compare(std::span<const ScoredText> first, std::span<const ScoredText> second);

}  // namespace despin::eval
