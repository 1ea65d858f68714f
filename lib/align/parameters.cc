#include "lib/align/parameters.h"

#include "lib/format/parameters.h"
#include "lib/format/sections.h"

namespace despin::align {
namespace {

using format::parameter;
using P = Parameters;

// In nats no number of an alignment is beyond this.
constexpr double kMost = 1000;
// Words of a passage or gap.
constexpr double kMostWords = 1000;

// Rows are frozen: new ones come last (lib/format/parameters.h).
constexpr format::Parameter<P> kRows[] = {
    parameter<&P::all_words, &Shares::kept>("all_words.kept", -kMost, 0),
    parameter<&P::all_words, &Shares::listed>("all_words.listed", -kMost, 0),
    parameter<&P::all_words, &Shares::unlisted>("all_words.unlisted", -kMost, 0),
    parameter<&P::content_words, &Shares::kept>("content_words.kept", -kMost, 0),
    parameter<&P::content_words, &Shares::listed>("content_words.listed", -kMost, 0),
    parameter<&P::content_words, &Shares::unlisted>("content_words.unlisted", -kMost, 0),
    parameter<&P::costs, &EditCosts::max_word_nats>("costs.max_word_nats", 0, kMost),
    parameter<&P::costs, &EditCosts::inflected_nats>("costs.inflected_nats", -kMost, 0),
    parameter<&P::costs, &EditCosts::add_open_nats>("costs.add_open_nats", -kMost, 0),
    parameter<&P::costs, &EditCosts::add_nats>("costs.add_nats", -kMost, 0),
    parameter<&P::costs, &EditCosts::drop_open_nats>("costs.drop_open_nats", -kMost, 0),
    parameter<&P::costs, &EditCosts::drop_nats>("costs.drop_nats", -kMost, 0),
    parameter<&P::costs, &EditCosts::listed_choice_nats>("costs.listed_choice_nats", -kMost, 0),
    parameter<&P::costs, &EditCosts::listed_weight_share>("costs.listed_weight_share", 0, 1),
    parameter<&P::costs, &EditCosts::min_listed_weight_nats>("costs.min_listed_weight_nats", -kMost,
                                                             0),
    parameter<&P::costs, &EditCosts::one_function_word_nats>("costs.one_function_word_nats", -kMost,
                                                             0),
    parameter<&P::costs, &EditCosts::both_function_words_nats>("costs.both_function_words_nats",
                                                               -kMost, 0),
    parameter<&P::costs, &EditCosts::number_nats>("costs.number_nats", -kMost, 0),
    parameter<&P::costs, &EditCosts::name_nats>("costs.name_nats", -kMost, 0),
    parameter<&P::costs, &EditCosts::more_nats>("costs.more_nats", -kMost, 0),
    parameter<&P::costs, &EditCosts::more_entity_nats>("costs.more_entity_nats", -kMost, 0),
    parameter<&P::costs, &EditCosts::sentence_edge_nats>("costs.sentence_edge_nats", 0, kMost),
    parameter<&P::classes, &ClassCosts::digit_nats>("classes.digit_nats", -kMost, 0),
    parameter<&P::classes, &ClassCosts::max_digits>("classes.max_digits", 0, 100),
    parameter<&P::classes, &ClassCosts::unseen_nats>("classes.unseen_nats", -kMost, 0),
    parameter<&P::chains, &ChainRules::min_nats>("chains.min_nats", 0, kMost),
    parameter<&P::chains, &ChainRules::min_inner_nats>("chains.min_inner_nats", 0, kMost),
    parameter<&P::chains, &ChainRules::paired_word_nats>("chains.paired_word_nats", 0, kMost),
    parameter<&P::chains, &ChainRules::shift_nats>("chains.shift_nats", 0, kMost),
    parameter<&P::chains, &ChainRules::shifted_word_nats>("chains.shifted_word_nats", 0, kMost),
    parameter<&P::passages, &PassageRules::min_nats>("passages.min_nats", 0, kMost),
    parameter<&P::passages, &PassageRules::margin_nats>("passages.margin_nats", 0, kMost),
    parameter<&P::passages, &PassageRules::min_further_nats>("passages.min_further_nats", 0, kMost),
    parameter<&P::passages, &PassageRules::max_fall_nats>("passages.max_fall_nats", 0, kMost),
    parameter<&P::passages, &PassageRules::min_words>("passages.min_words", 1, kMostWords),
    parameter<&P::passages, &PassageRules::max_added_to_swap>("passages.max_added_to_swap", 0,
                                                              kMostWords),
    parameter<&P::passages, &PassageRules::min_rewritten_swaps>("passages.min_rewritten_swaps", 1,
                                                                kMostWords),
    parameter<&P::passages, &PassageRules::max_joined_words>("passages.max_joined_words", 0, 100),
    parameter<&P::topic, &TopicNull::topic_share>("topic.topic_share", 0, 0.999),
    parameter<&P::topic, &TopicNull::swap_discount>("topic.swap_discount", 0, 1),
    parameter<&P::topic, &TopicNull::max_entity_nats>("topic.max_entity_nats", 0, kMost),
    parameter<&P::topic, &TopicNull::min_passage_nats>("topic.min_passage_nats", 0, kMost),
    parameter<&P::given_original, &GivenOriginalPolicy::min_discounted_nats>(
        "given_original.min_discounted_nats", 0, kMost),
    parameter<&P::given_original, &GivenOriginalPolicy::min_copied>("given_original.min_copied", 0,
                                                                    1),
    parameter<&P::given_original, &GivenOriginalPolicy::sufficient_nats>(
        "given_original.sufficient_nats", 0, kMost),
    parameter<&P::given_original, &GivenOriginalPolicy::mostly_copied>(
        "given_original.mostly_copied", 0, 1),
    parameter<&P::given_original, &GivenOriginalPolicy::min_independent_nats>(
        "given_original.min_independent_nats", 0, kMost),
    parameter<&P::given_original, &GivenOriginalPolicy::min_spun_share>(
        "given_original.min_spun_share", 0, 1),
    parameter<&P::given_original, &GivenOriginalPolicy::min_spun_words>(
        "given_original.min_spun_words", 0, kMostWords),
    parameter<&P::direction, &DirectionRules::following_words>("direction.following_words", 0, 100),
    parameter<&P::direction, &DirectionRules::max_context_nats>("direction.max_context_nats", 0,
                                                                kMost),
    parameter<&P::direction, &DirectionRules::max_channel_nats>("direction.max_channel_nats", 0,
                                                                kMost),
    parameter<&P::direction, &DirectionRules::unlisted_nats>("direction.unlisted_nats", -kMost, 0),
    parameter<&P::direction, &DirectionRules::listed_nats>("direction.listed_nats", -kMost, kMost),
    parameter<&P::direction, &DirectionRules::min_nats>("direction.min_nats", 0, kMost),
    parameter<&P::given_original, &GivenOriginalPolicy::min_spun_listed>(
        "given_original.min_spun_listed", 0, 1),
    parameter<&P::given_original, &GivenOriginalPolicy::min_dictionary_forms>(
        "given_original.min_dictionary_forms", 0, 1e9),
    parameter<&P::direction, &DirectionRules::context_weight>("direction.context_weight", 0, kMost),
    parameter<&P::direction, &DirectionRules::channel_weight>("direction.channel_weight", 0, kMost),
    parameter<&P::direction, &DirectionRules::min_listed>("direction.min_listed", 0, 0.99),
    parameter<&P::direction, &DirectionRules::max_log_odds>("direction.max_log_odds", 0, 100),
    parameter<&P::direction, &DirectionRules::min_probability>("direction.min_probability", 0.5, 1),
    parameter<&P::rewording, &RewordingPolicy::bias>("rewording.bias", -kMost, kMost),
    parameter<&P::rewording, &RewordingPolicy::copied_weight>("rewording.copied_weight", -kMost,
                                                              kMost),
    parameter<&P::rewording, &RewordingPolicy::entities_weight>("rewording.entities_weight", -kMost,
                                                                kMost),
    parameter<&P::rewording, &RewordingPolicy::order_weight>("rewording.order_weight", -kMost,
                                                             kMost),
    parameter<&P::rewording, &RewordingPolicy::neighbors_weight>("rewording.neighbors_weight",
                                                                 -kMost, kMost),
    parameter<&P::rewording, &RewordingPolicy::max_word_nats>("rewording.max_word_nats", 0, kMost),
    parameter<&P::rewording, &RewordingPolicy::entity_prior_nats>("rewording.entity_prior_nats", 0,
                                                                  kMost),
    parameter<&P::rewording, &RewordingPolicy::min_ordered_words>("rewording.min_ordered_words", 2,
                                                                  kMostWords),
    parameter<&P::rewording, &RewordingPolicy::neighbor_words>("rewording.neighbor_words", 1,
                                                               kMostWords),
};

constexpr format::ParameterTable<P> kTable{format::kAligningSection, kRows};

}  // namespace

const format::ParameterTable<P>& P::table() { return kTable; }

Parameters for_dictionary(Parameters parameters, std::uint32_t forms) {
  if (forms >= parameters.given_original.min_dictionary_forms) return parameters;
  parameters.given_original.min_spun_listed = 0;
  parameters.direction.min_listed = 0;
  return parameters;
}

}  // namespace despin::align
