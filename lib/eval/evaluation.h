// lib/eval/evaluation.h - computes figures from scored texts with labels and from phrase pairs.
//
//   eval::Evaluation evaluation = eval::evaluate(scored);
//   eval::evaluate_pairs(ranks, evaluation);
//
// Threads  Stateless.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "despin/report.h"
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
  bool spun = false;  // the label
  std::string kind;
  double score = 0;
  Verdict verdict = Verdict::kAbstain;
  bool lists_substitutions = false;
  MatchCounts matches;
};

// Texts of one kind and label.
struct KindFigures {
  std::string kind;
  bool spun = false;
  std::size_t texts = 0;
  std::size_t called_spun = 0;
  std::size_t abstained = 0;
  double median_score = 0;
  Figure auroc;               // against all texts of the other label
  std::vector<double> above;  // share above the threshold, by rate in kRates
};

inline constexpr double kRates[] = {0.05, 0.01, 0.001};

struct Evaluation {
  std::size_t spun = 0;
  std::size_t clean = 0;
  std::size_t skipped = 0;  // lines or pairs that could not be read
  std::size_t masked = 0;   // texts changed by a mask
  Figure auroc;
  std::vector<Figure> tpr;  // by rate in kRates
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
};

Evaluation evaluate(std::span<const ScoredText> texts);

// `ranks`: per pair, the rank of the original among the candidates; 0 is best, -1 is absent.
void evaluate_pairs(std::span<const int> ranks, Evaluation& evaluation);

}  // namespace despin::eval
