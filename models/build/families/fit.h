// models/build/families/fit.h
// Fits the scale of the sum of a text's ratios and the score of "unknown" by maximum likelihood on
// texts of known family.
//
//   channel::FamilyWeights weights = train::fit_weights(examples);
//
// Threads  Stateless. Same examples in the same order, same bits out.
// Method   Maximum likelihood by pattern search (Hooke and Jeeves 1961), the likelihood being
//          concave. Every family, including "unknown", has the same total weight, whatever its
//          number of texts.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "lib/channel/families.h"
#include "lib/detect/family_shares.h"

namespace despin::train {

struct FamilyExample {
  detect::FamilyEvidence evidence;
  std::size_t truth = 0;  // place among its families; their number: none of them
  std::size_t group = 0;  // examples of one group share one vote: a family, or "unknown"
};

// most_swaps is that of the example with the most.
channel::FamilyWeights fit_weights(std::span<const FamilyExample> examples);

// Mean over groups of the mean ln posterior of the truth.
double mean_ln_posterior(std::span<const FamilyExample> examples, channel::FamilyWeights weights);

}  // namespace despin::train
