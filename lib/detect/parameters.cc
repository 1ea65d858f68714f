#include "lib/detect/parameters.h"

namespace despin::detect {
namespace {

using format::parameter;
using D = DetectParameters;

constexpr format::Parameter<D> kRows[] = {
    parameter<&D::firm_nats>("firm_nats", 0, 100),
    parameter<&D::strong_nats>("strong_nats", 0, 100),
    parameter<&D::ln_p_floor>("ln_p_floor", -1000, 0),
    parameter<&D::rate_scale>("rate_scale", 1e-3, 1e6),
    parameter<&D::near_words>("near_words", 1, 65536),
    parameter<&D::max_deviation>("max_deviation", 0.1, 1000),
    parameter<&D::neighbor_reach>("neighbor_reach", 0, 64),
    parameter<&D::surest>("surest", 1e-12, 0.4),
    parameter<&D::rate_prior_swaps>("rate_prior_swaps", 1e-6, 1000),
    parameter<&D::rate_prior_words>("rate_prior_words", 1, 1e6),
    parameter<&D::telling_posterior>("telling_posterior", 0, 1),
    parameter<&D::telling_nats_per_word>("telling_nats_per_word", 0, 100),
    parameter<&D::familiar_ln_share>("familiar_ln_share", -100, 0),
    parameter<&D::mention_words>("mention_words", 0, 1000),
    parameter<&D::exempt_words>("exempt_words", 1, 1e6),
    parameter<&D::exempt_prose_share>("exempt_prose_share", 0, 1),
    parameter<&D::exempt_share>("exempt_share", 0, 1),
    parameter<&D::mention_share>("mention_share", 0, 1),
    parameter<&D::prose_share>("prose_share", 0, 1),
    parameter<&D::exempt_stretch>("exempt_stretch", 32, 1e9),
    parameter<&D::passage_min_nats>("passage_min_nats", 0, 100),
    parameter<&D::passage_max_nats>("passage_max_nats", 0, 100),
    parameter<&D::passage_phrase_nats>("passage_phrase_nats", 0, 100),
    parameter<&D::passage_phrase_words>("passage_phrase_words", 1, 64),
    parameter<&D::passage_prior_words>("passage_prior_words", 1, 1e6),
};

constexpr format::ParameterTable<D> kTable{format::kDetectSection, kRows};

}  // namespace

const format::ParameterTable<DetectParameters>& DetectParameters::table() { return kTable; }

}  // namespace despin::detect
