#include "lib/align/copy_policy.h"

#include <algorithm>

#include "lib/align/copy_evidence.h"
#include "lib/base/exact_math.h"

namespace despin::align {

namespace {

// Whether words of what was copied were swapped.
bool is_swapped(const CopyEvidence& evidence, const GivenOriginalPolicy& policy) {
  // Where little of what was copied is in passages that count, all that was copied tells.
  const bool few = 2 * evidence.counted_words < evidence.copied_words;
  const std::uint32_t words = few ? evidence.copied_words : evidence.counted_words;
  const std::uint32_t swapped = few ? evidence.swapped_words : evidence.counted_swapped_words;
  return swapped >= policy.min_spun_words &&
         swapped >= policy.min_spun_share * static_cast<double>(words);
}

}  // namespace

Relation relation_of_copy(const CopyEvidence& evidence, const GivenOriginalPolicy& policy) {
  if (!is_swapped(evidence, policy)) return Relation::kVerbatim;
  const bool listed = static_cast<double>(evidence.listed_swaps) >=
                      policy.min_spun_listed * static_cast<double>(evidence.swaps);
  return listed ? Relation::kSpun : Relation::kReworded;
}

Relation judge_given_original(const CopyEvidence& evidence, const GivenOriginalPolicy& policy) {
  const bool one_passage = evidence.strongest_nats >= policy.sufficient_nats;
  const bool enough_of_it = evidence.discounted_nats >= policy.min_discounted_nats &&
                            evidence.copied >= policy.min_copied;
  const bool most_of_it = evidence.undiscounted_nats >= policy.sufficient_nats &&
                          evidence.copied >= policy.mostly_copied;
  if (one_passage || enough_of_it || most_of_it) return relation_of_copy(evidence, policy);
  return evidence.evidence_nats >= policy.min_independent_nats ? Relation::kIndependent
                                                               : Relation::kUnrelated;
}

void undo_swap_prior(const Shares& shares, const BestOfManyPolicy& policy, CopyEvidence& evidence) {
  if (evidence.swapped_words > 0 || evidence.copied < policy.verbatim_copied) return;
  evidence.discounted_nats -= static_cast<double>(shares.kept) * evidence.copied_words;
}

namespace {

// The fitted log-odds: how evenly the evidence is spread. `beyond` is what exceeds chance.
double spread_log_odds(const CopyEvidence& evidence, double beyond, double capped_share,
                       double chance, const BestOfManyPolicy& policy) {
  const double discounted = std::clamp(beyond, 0.0, policy.max_discounted_nats) / 100;
  return policy.bias +
         evidence.copied * (policy.copied_weight + policy.copied_discounted_weight * discounted) +
         policy.capped_kept_weight * capped_share + policy.gap_weight * evidence.gap_nats / 100 +
         std::min(policy.fitted_documents_nats - chance, policy.max_prior_nats);
}

// Of the best stretch by itself.
double stretch_log_odds(const CopyEvidence& evidence, double chance,
                        const BestOfManyPolicy& policy) {
  const CopiedStretch& stretch = evidence.stretch;
  const double places =
      base::exact_log(static_cast<double>(std::max<std::uint32_t>(evidence.row_words, 1)));
  const double beyond =
      std::clamp(stretch.discounted_nats - chance - places, 0.0, policy.max_discounted_nats);
  const double words =
      std::min(static_cast<double>(stretch.suspect.size()), policy.max_stretch_words);
  return policy.stretch_bias +
         (policy.stretch_discounted_weight * beyond + policy.stretch_gap_weight * stretch.gap_nats +
          policy.stretch_words_weight * words) /
             100;
}

}  // namespace

double judge_best_of_many(const CopyEvidence& evidence, std::uint64_t documents,
                          const BestOfManyPolicy& policy) {
  const double chance = base::exact_log(static_cast<double>(std::max<std::uint64_t>(documents, 1)));
  const double beyond = evidence.discounted_nats - chance;
  const double capped_share =
      evidence.kept_nats > 0 ? evidence.capped_kept_nats / evidence.kept_nats : 0;
  const double spread = spread_log_odds(evidence, beyond, capped_share, chance, policy);
  const double few = (beyond - policy.min_discounted_nats) / policy.nats_per_log_odds;
  const double sufficient =
      (beyond - policy.sufficient_nats - policy.common_nats * (1 - capped_share)) /
      policy.nats_per_log_odds;
  double odds = std::max(std::min(spread, few), sufficient);
  const CopiedStretch& stretch = evidence.stretch;
  if (stretch.capped_kept_nats >= policy.min_stretch_capped * stretch.kept_nats) {
    odds = std::max(odds, stretch_log_odds(evidence, chance, policy));
  }
  if (evidence.run_words >= policy.sufficient_run_words) odds = std::max(odds, 0.0);
  if (evidence.copied >= policy.mostly_copied) {
    odds =
        std::max(odds, (evidence.undiscounted_nats - chance - policy.sufficient_undiscounted_nats) /
                           policy.nats_per_log_odds);
  }
  return odds;
}

}  // namespace despin::align
