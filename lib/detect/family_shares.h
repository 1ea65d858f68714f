// lib/detect/family_shares.h
// Which family of spinners a spun text comes from.
//
//   report.families = detect::to_family_shares(reading, model.families);
//
// Method   Multiclass naive Bayes over the written forms of the decoder's spans, each form
//          once, weighted by its highest posterior. The sum is scaled, since swaps of one
//          text are no independent draws, and "unknown" stands beside the families with a
//          score that rises with the share of forms in no family's list. All are as likely
//          as each other beforehand. lib/detect/README.md says more.
// Threads  Stateless.
// Cost     O(spans * (families + log spans)).
#pragma once

#include <span>
#include <vector>

#include "despin/report.h"
#include "lib/channel/families.h"
#include "lib/detect/parameters.h"
#include "lib/detect/reading.h"

namespace despin::detect {

inline constexpr std::size_t kMaxFamilyEvidence = 3;

struct FamilyEvidence {
  std::vector<double> nats;  // of each family: sum over forms of posterior * ratio, unscaled
  double swaps = 0;          // sum of these posteriors
  double unlisted = 0;       // sum of the posteriors of forms without a row
};

FamilyEvidence family_evidence(std::span<const decode::InputWord> input_words,
                               const decode::Decoding& decoding, const channel::Families& families);

// Of each family in their order, then of "unknown"; they sum to 1.
std::vector<double> family_posterior(const FamilyEvidence& evidence,
                                     channel::FamilyWeights weights);

// Best first, "unknown" among them; none if the model knows no families.
std::vector<FamilyShare> to_family_shares(const Reading& reading, const channel::Families& families,
                                          const DetectParameters& parameters = {});

}  // namespace despin::detect
