// models/build/tagger/fit.h
// From labeled spans to the weights of a tagger.
//
// Method   Logistic regression with an L2 penalty on standardized features. Lists have
//          gaps, so that a listed share of c p stands for a probability p, c being the
//          share of all swaps that a list holds: the log-odds are moved so that where the
//          listed share is c / 2 they are 0.
#pragma once

#include <span>

#include "lib/detect/tagger.h"
#include "models/build/tagger/spans.h"

namespace despin::train {

struct TaggerOptions {
  double penalty = 1;
  double coverage = 1;  // c
};

// Features whose place in `used` is false weigh 0. REQUIRES: spans listed and not listed.
detect::Tagger fit_tagger(std::span<const LabeledSpan* const> spans,
                          const std::array<bool, detect::kSpanFeatureCount>& used,
                          const TaggerOptions& options);

// How scores rank the listed spans: the area under the curve, and the mean of the
// precisions at each listed span.
struct Ranking {
  double area = 0;
  double precision = 0;
};
Ranking rank(std::span<const LabeledSpan* const> spans, std::span<const double> scores);

}  // namespace despin::train
