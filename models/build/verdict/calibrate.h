// models/build/verdict/calibrate.h
// Derives confidence bounds on the false-positive rate from the scores of genuine texts.
//
//   double p = train::clopper_pearson_upper(2, 5000, 0.95);
//   double t = train::threshold(scores, 0.001, 0.95);
//
// Method   Exact upper confidence bound of a binomial share (Clopper and Pearson 1934). Makes no
//          assumption about the tail of the distribution.
#pragma once

#include <cstdint>
#include <vector>

namespace despin::train {

// The share p at which `successes` or fewer out of `trials` has probability
// 1 - confidence. REQUIRES: successes <= trials, trials > 0.
double clopper_pearson_upper(std::uint64_t successes, std::uint64_t trials, double confidence);

// The least score s such that the bound on the share of texts scoring s or more is
// within `rate`; infinite where even no such text would be too few trials. Strictly
// above the last score that must not pass.
double threshold(std::vector<double> scores, double rate, double confidence);

}  // namespace despin::train
