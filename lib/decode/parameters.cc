#include "lib/decode/parameters.h"

#include <algorithm>
#include <functional>

namespace despin::decode {
namespace {

using format::element;
using format::parameter;

using D = DecodeParameters;
using L = LatticeOptions;

// More entries, nodes or nats than these cost a text its bounded time and a double its range.
constexpr double kMostNodes = 64;
constexpr double kMostEntries = 64;

constexpr format::Parameter<D> kDecodeRows[] = {
    parameter<&D::first, &L::prior_rate>("first.prior_rate", 1e-6, 0.5),
    parameter<&D::first, &L::prune_nats>("first.prune_nats", 0, 50),
    parameter<&D::first, &L::max_nodes>("first.max_nodes", 1, kMostNodes),
    parameter<&D::first, &L::max_entries>("first.max_entries", 1, kMostEntries),
    parameter<&D::first, &L::span_floor>("first.span_floor", 1e-6, 1),
    parameter<&D::first, &L::max_arc_nats>("first.max_arc_nats", 0.5, kMaxArcNats),
    parameter<&D::first, &L::max_candidates>("first.max_candidates", 1, kMostEntries),
    element<0, &D::first, &L::rates>("first.rates.0", 1e-6, 0.9),
    element<1, &D::first, &L::rates>("first.rates.1", 1e-6, 0.9),
    element<2, &D::first, &L::rates>("first.rates.2", 1e-6, 0.9),
    element<3, &D::first, &L::rates>("first.rates.3", 1e-6, 0.9),
    element<4, &D::first, &L::rates>("first.rates.4", 1e-6, 0.9),
    element<5, &D::first, &L::rates>("first.rates.5", 1e-6, 0.9),
    element<6, &D::first, &L::rates>("first.rates.6", 1e-6, 0.9),
    parameter<&D::rescoring, &L::prior_rate>("rescoring.prior_rate", 1e-6, 0.5),
    parameter<&D::rescoring, &L::prune_nats>("rescoring.prune_nats", 0, 50),
    parameter<&D::rescoring, &L::max_nodes>("rescoring.max_nodes", 1, kMostNodes),
    parameter<&D::rescoring, &L::max_entries>("rescoring.max_entries", 1, kMostEntries),
    parameter<&D::rescoring, &L::span_floor>("rescoring.span_floor", 1e-6, 1),
    parameter<&D::rescoring, &L::max_arc_nats>("rescoring.max_arc_nats", 0.5, kMaxArcNats),
    parameter<&D::rescoring, &L::max_candidates>("rescoring.max_candidates", 1, kMostEntries),
    element<0, &D::rescoring, &L::rates>("rescoring.rates.0", 1e-6, 0.9),
    element<1, &D::rescoring, &L::rates>("rescoring.rates.1", 1e-6, 0.9),
    element<2, &D::rescoring, &L::rates>("rescoring.rates.2", 1e-6, 0.9),
    element<3, &D::rescoring, &L::rates>("rescoring.rates.3", 1e-6, 0.9),
    element<4, &D::rescoring, &L::rates>("rescoring.rates.4", 1e-6, 0.9),
    element<5, &D::rescoring, &L::rates>("rescoring.rates.5", 1e-6, 0.9),
    element<6, &D::rescoring, &L::rates>("rescoring.rates.6", 1e-6, 0.9),
};

bool rise(const Rates& rates) {
  return std::adjacent_find(rates.begin(), rates.end(), std::greater_equal<>()) == rates.end();
}

constexpr format::ParameterTable<D> kDecodeTable{
    format::kDecodeSection, kDecodeRows,
    [](const D& d) { return rise(d.first.rates) && rise(d.rescoring.rates); },
    "has rates that do not rise"};

using R = RankParameters;

constexpr format::Parameter<R> kRankRows[] = {
    parameter<&R::ngrams>("ngrams", -100, 100),
    parameter<&R::unigram>("unigram", -100, 100),
    parameter<&R::net>("net", -100, 100),
    parameter<&R::channel>("channel", -100, 100),
    parameter<&R::cosine>("cosine", -100, 100),
    parameter<&R::unknown_ln_p>("unknown_ln_p", -100, 0),
    parameter<&R::max_gain>("max_gain", 0, 1000),
    parameter<&R::before>("before", 0, 16),
    parameter<&R::after>("after", 0, 16),
    parameter<&R::max_candidates>("max_candidates", 1, kMostEntries),
    parameter<&R::restored_posterior>("restored_posterior", 0, 1),
};

constexpr format::ParameterTable<R> kRankTable{format::kRankSection, kRankRows};

using O = RestoreOptions;
using Context = channel::ContextWeights;

constexpr format::Parameter<O> kRestoreRows[] = {
    parameter<&O::context, &Context::lm_scale>("lm_scale", -100, 100),
    parameter<&O::context, &Context::discount>("discount", -100, 100),
    parameter<&O::end_scale>("end_scale", -100, 100),
    parameter<&O::unlisted_keep_nats>("unlisted_keep_nats", -1000, 0),
    parameter<&O::least_to_add_to>("least_to_add_to", 1, 64),
    parameter<&O::gazetteer, &GazetteerOptions::unlisted_nats>("unlisted_nats", -1000, 0),
    parameter<&O::gazetteer, &GazetteerOptions::added_nats>("added_nats", -1000, 0),
    parameter<&O::gazetteer, &GazetteerOptions::left_out_nats>("left_out_nats", -1000, 0),
    parameter<&O::meanings, &MeaningOptions::by_another_nats>("by_another_nats", -100, 0),
    parameter<&O::meanings, &MeaningOptions::inflected_nats>("inflected_nats", -100, 0),
    parameter<&O::meanings, &MeaningOptions::frequency_share>("frequency_share", -10, 10),
};

constexpr format::ParameterTable<O> kRestoreTable{format::kRestoreSection, kRestoreRows};

}  // namespace

const format::ParameterTable<DecodeParameters>& DecodeParameters::table() { return kDecodeTable; }
const format::ParameterTable<RankParameters>& RankParameters::table() { return kRankTable; }
const format::ParameterTable<RestoreOptions>& RestoreOptions::table() { return kRestoreTable; }

}  // namespace despin::decode
