// lib/eval/metrics.h - figures of merit of a scorer, with bootstrap intervals.
//
//   const eval::ScoreHistogram h = eval::histogram(clean_scores, spun_scores);
//   const auto area = eval::auroc(h);                        // nothing without both labels
//   const eval::Interval ci = *eval::roc_interval(h, eval::auroc);
//
// Units    Shares are between 0 and 1.
// Threads  Stateless.
// Cost     O(n log n) once, then O(n) per figure; kResamples times that for an interval.
// Order    The resampling is seeded and implemented here, so that every platform gives the same
//          intervals.
// Method   AUROC as the Mann-Whitney statistic, ties half (Hanley and McNeil 1982); percentile
//          bootstrap, stratified by label (Efron and Tibshirani 1993, ch. 13).
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace despin::eval {

inline constexpr int kResamples = 2000;

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

// The share of spun texts above the lowest threshold that at most `fpr` of the clean ones exceed; a
// tie with that threshold counts as not found. Nothing if either label is missing.
std::optional<double> tpr_at_fpr(const ScoreHistogram& h, double fpr);

// That threshold: texts strictly above it are found. REQUIRES: at least one clean text.
double threshold_at_fpr(const ScoreHistogram& h, double fpr);

struct Interval {
  double low = 0;
  double high = 0;
};

// 95 % interval of a figure of h.
std::optional<Interval> roc_interval(
    const ScoreHistogram& h,
    const std::function<std::optional<double>(const ScoreHistogram&)>& figure);

// One document's contribution to a share: numerator and denominator.
struct Share {
  double part = 0;
  double whole = 0;
};

std::optional<double> share(std::span<const Share> documents);

// 95 % interval of the share, resampling whole documents: the figures of one text are not
// independent.
std::optional<Interval> share_interval(std::span<const Share> documents);

}  // namespace despin::eval
