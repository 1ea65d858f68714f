// models/build/tagger/fit.h
// Fits the weights of a tagger to labeled spans.
//
// Method   Logistic regression with an L2 penalty on standardized features. Lists are incomplete: a
//          listed share of c p corresponds to a probability p, where c is the share of all swaps
//          that a list has. The log-odds are shifted so that they are 0 at a listed share of c / 2.
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
