// lib/eval/intervals.h - 95 % intervals of figures of merit.
//
//   eval::clopper_pearson(3, 218);            // of a share of independent trials
//   eval::auroc_interval(histogram);          // of an area under the ROC curve
//   eval::clustered_interval(documents);      // of a share whose trials come by the document
//   eval::bootstrap_interval(histogram, f1);  // of anything else
//
// None is ever a point: an interval says what the data leave open, and no finite data leave nothing
// open. Where a method has no answer, the result is nothing.
//
// Units    Bounds are rounded to six decimals, so that they are the same bytes on every CPU.
// Threads  Stateless.
// Order    The resampling is seeded and implemented here, so that every platform gives the same
//          intervals.
// Method   Clopper and Pearson 1934, of which Boost.Math computes the quantiles. DeLong, DeLong and
//          Clarke-Pearson 1988, on the log-odds scale (Pepe 2003, sec. 5.2.5); where its variance
//          is 0, as of two labels that do not overlap, the score interval of Newcombe 2006 (method
//          5). Korn and Graubard 1998 for clusters. Percentile bootstrap, stratified by label
//          (Efron and Tibshirani 1993, ch. 13).
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>

#include "lib/eval/metrics.h"

namespace despin::eval {

inline constexpr int kResamples = 2000;

struct Interval {
  double low = 0;
  double high = 0;
};

// `hits` of `trials`, neither of which need be whole. Nothing of no trials.
std::optional<Interval> clopper_pearson(double hits, double trials);

// Nothing unless there are texts of both labels.
std::optional<Interval> auroc_interval(const ScoreHistogram& h);

// Of share(documents): the figures of one text are not independent. Nothing of less than two
// documents, which say nothing of how documents differ.
std::optional<Interval> clustered_interval(std::span<const Share> documents);

// Of the mean of independent values, by Student's t. Nothing of less than two, or of equal ones.
std::optional<Interval> mean_interval(std::span<const double> values);

using HistogramFigure = std::function<std::optional<double>(const ScoreHistogram&)>;

// Nothing if all samples drawn agree, as those of too few texts do.
std::optional<Interval> bootstrap_interval(const ScoreHistogram& h, const HistogramFigure& figure);

// Of tpr_at_fpr(): what Clopper and Pearson allow where the threshold is taken as given, and what
// the bootstrap allows where it is drawn as well.
std::optional<Interval> tpr_interval(const ScoreHistogram& h, double fpr);

// Texts of one label, each with its bin of two histograms.
struct PairedBins {
  std::span<const std::uint32_t> first;
  std::span<const std::uint32_t> second;
};

// Of figure(b) less figure(a), two histograms of the same texts, each text drawn for both. Nothing
// if all samples drawn agree.
std::optional<Interval> paired_interval(const ScoreHistogram& a, const ScoreHistogram& b,
                                        const PairedBins& clean, const PairedBins& spun,
                                        const HistogramFigure& figure);

}  // namespace despin::eval
