// lib/eval/metrics.h - figures of merit of a scorer.
//
//   const eval::ScoreHistogram h = eval::histogram(clean_scores, spun_scores);
//   const auto area = eval::auroc(h);                        // nothing without both labels
//
// A figure is nothing where the texts cannot tell it.
//
// Units    Shares are between 0 and 1.
// Threads  Stateless.
// Cost     O(n log n) once, then O(n) per figure.
// Method   AUROC as the Mann-Whitney statistic, ties half (Hanley and McNeil 1982). Average
//          precision as the sum of precision at each score, weighted by the recall gained there
//          (Buckley and Voorhees 2000), not interpolated.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace despin::eval {

// Number of texts of each label at each score; scores ascend and are distinct.
struct ScoreHistogram {
  std::vector<double> scores;
  std::vector<std::uint32_t> clean;
  std::vector<std::uint32_t> spun;
};

// REQUIRES: no score is NaN.
ScoreHistogram histogram(std::span<const double> clean_scores, std::span<const double> spun_scores);

// The probability that a spun text scores higher than a clean one. Nothing if either label is
// missing.
std::optional<double> auroc(const ScoreHistogram& h);

// The area under the curve of precision by recall. Nothing if either label is missing.
std::optional<double> average_precision(const ScoreHistogram& h);

// The share of spun texts above the lowest threshold that at most `fpr` of the clean ones exceed; a
// tie with that threshold counts as not found. Nothing without spun texts, or with less than 1/fpr
// clean ones: of fewer not one may exceed the threshold, which then says nothing of this rate.
std::optional<double> tpr_at_fpr(const ScoreHistogram& h, double fpr);

// That threshold: texts strictly above it are found. Nothing with less than 1/fpr clean texts.
std::optional<double> threshold_at_fpr(const ScoreHistogram& h, double fpr);

// Both labels at one score, counted from the highest: how many texts score this or more.
struct CurvePoint {
  double score = 0;
  std::uint64_t true_positives = 0;
  std::uint64_t false_positives = 0;
};

// The points of the ROC curve and of precision by recall, from the highest score down. At most
// `limit`, evenly spaced by their number, the last among them; 0: all.
std::vector<CurvePoint> curve(const ScoreHistogram& h, std::size_t limit = 0);

// Of a histogram of two scores, 1 for what was called spun and 0 for what was not.
std::optional<double> f1(const ScoreHistogram& called);   // nothing if no text is or is called spun
std::optional<double> mcc(const ScoreHistogram& called);  // nothing if either is all or none

// One document's contribution to a share: numerator and denominator.
struct Share {
  double part = 0;
  double whole = 0;
};

std::optional<double> share(std::span<const Share> documents);

}  // namespace despin::eval
