#include "lib/search/parameters.h"

#include "lib/format/parameters.h"
#include "lib/format/sections.h"

namespace despin::search {
namespace {

using align::BestOfManyPolicy;
using format::parameter;
using P = Parameters;

constexpr double kMost = 1000;

// Rows are frozen: new ones come last (lib/format/parameters.h).
constexpr format::Parameter<P> kRows[] = {
    parameter<&P::retrieval, &RetrievalRules::min_weight>("retrieval.min_weight", 0, 1),
    parameter<&P::retrieval, &RetrievalRules::window_tokens>("retrieval.window_tokens", 1, 1e6),
    parameter<&P::retrieval, &RetrievalRules::window_candidates>("retrieval.window_candidates", 1,
                                                                 10'000),
    parameter<&P::retrieval, &RetrievalRules::max_candidates>("retrieval.max_candidates", 1,
                                                              10'000),
    parameter<&P::max_consecutive_rejects>("max_consecutive_rejects", 1, 10'000),
    parameter<&P::null, &SearchNull::swap_discount>("null.swap_discount", 0, 1),
    parameter<&P::null, &SearchNull::max_entity_nats>("null.max_entity_nats", 0, kMost),
    parameter<&P::null, &SearchNull::max_background_share>("null.max_background_share", 0, 1),
    parameter<&P::null, &SearchNull::max_quoted_share>("null.max_quoted_share", 0, 1),
    parameter<&P::policy, &BestOfManyPolicy::bias>("policy.bias", -kMost, kMost),
    parameter<&P::policy, &BestOfManyPolicy::copied_weight>("policy.copied_weight", -kMost, kMost),
    parameter<&P::policy, &BestOfManyPolicy::copied_discounted_weight>(
        "policy.copied_discounted_weight", -kMost, kMost),
    parameter<&P::policy, &BestOfManyPolicy::capped_kept_weight>("policy.capped_kept_weight",
                                                                 -kMost, kMost),
    parameter<&P::policy, &BestOfManyPolicy::gap_weight>("policy.gap_weight", -kMost, kMost),
    parameter<&P::policy, &BestOfManyPolicy::max_discounted_nats>("policy.max_discounted_nats", 0,
                                                                  kMost),
    parameter<&P::policy, &BestOfManyPolicy::fitted_documents_nats>("policy.fitted_documents_nats",
                                                                    0, 100),
    parameter<&P::policy, &BestOfManyPolicy::max_prior_nats>("policy.max_prior_nats", -100, 100),
    parameter<&P::policy, &BestOfManyPolicy::min_discounted_nats>("policy.min_discounted_nats", 0,
                                                                  kMost),
    parameter<&P::policy, &BestOfManyPolicy::sufficient_nats>("policy.sufficient_nats", 0, kMost),
    parameter<&P::policy, &BestOfManyPolicy::common_nats>("policy.common_nats", 0, kMost),
    parameter<&P::policy, &BestOfManyPolicy::sufficient_undiscounted_nats>(
        "policy.sufficient_undiscounted_nats", 0, kMost),
    parameter<&P::policy, &BestOfManyPolicy::mostly_copied>("policy.mostly_copied", 0, 1),
    parameter<&P::policy, &BestOfManyPolicy::nats_per_log_odds>("policy.nats_per_log_odds", 0.001,
                                                                kMost),
    parameter<&P::policy, &BestOfManyPolicy::verbatim_copied>("policy.verbatim_copied", 0, 1),
    parameter<&P::retrieval, &RetrievalRules::passage_tokens>("retrieval.passage_tokens", 2, 1e6),
    parameter<&P::retrieval, &RetrievalRules::passage_candidates>("retrieval.passage_candidates", 1,
                                                                  10'000),
    parameter<&P::max_consecutive_page_rejects>("max_consecutive_page_rejects", 1, 10'000),
    parameter<&P::policy, &BestOfManyPolicy::stretch_bias>("policy.stretch_bias", -kMost, kMost),
    parameter<&P::policy, &BestOfManyPolicy::stretch_discounted_weight>(
        "policy.stretch_discounted_weight", -kMost, kMost),
    parameter<&P::policy, &BestOfManyPolicy::stretch_gap_weight>("policy.stretch_gap_weight",
                                                                 -kMost, kMost),
    parameter<&P::policy, &BestOfManyPolicy::stretch_words_weight>("policy.stretch_words_weight",
                                                                   -kMost, kMost),
    parameter<&P::policy, &BestOfManyPolicy::max_stretch_words>("policy.max_stretch_words", 1,
                                                                kMost),
    parameter<&P::policy, &BestOfManyPolicy::min_stretch_capped>("policy.min_stretch_capped", 0, 1),
    parameter<&P::policy, &BestOfManyPolicy::min_rewording_log_odds>(
        "policy.min_rewording_log_odds", -kMost, kMost),
    parameter<&P::policy, &BestOfManyPolicy::min_rewording_words>("policy.min_rewording_words", 1,
                                                                  1000),
    parameter<&P::policy, &BestOfManyPolicy::min_rewording_capped>("policy.min_rewording_capped", 0,
                                                                   1),
    parameter<&P::policy, &BestOfManyPolicy::sufficient_run_words>("policy.sufficient_run_words", 1,
                                                                   1e6),
};

constexpr format::ParameterTable<P> kTable{format::kSearchSection, kRows};

}  // namespace

const format::ParameterTable<P>& P::table() { return kTable; }

}  // namespace despin::search
