// models/build/families/fit.h
// How far the sum of a text's ratios can be trusted: the scale and the score of "unknown"
// under which what is known of some texts is likeliest.
//
//   channel::FamilyWeights weights = train::fit_weights(examples);
//
// Threads  Stateless. Same examples in the same order, same bits out.
// Method   Maximum likelihood by pattern search (Hooke and Jeeves 1961), the likelihood being
//          concave; every family, and "unknown" beside them, counts for as much as any other,
//          however many texts it has.
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
