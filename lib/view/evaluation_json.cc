// Evaluations as JSON (docs/json.md).
#include <algorithm>
#include <optional>
#include <string>

#include "lib/base/json_writer.h"
#include "lib/view/evaluation_view.h"

namespace despin::view {
namespace {

using base::JsonWriter;

constexpr const char* kRateNames[] = {"0.05", "0.01", "0.001"};

void write_interval(JsonWriter& json, const std::string& name,
                    const std::optional<eval::Interval>& interval) {
  json.key(name);
  if (!interval) return json.value(nullptr);
  json.begin_array();
  json.value(interval->low);
  json.value(interval->high);
  json.end_array();
}

// Two members: the value and its interval.
void put(JsonWriter& json, const std::string& name, const eval::Figure& figure) {
  json.member(name, figure.value);
  write_interval(json, name + "_ci", figure.interval);
}

void put_by_rate(JsonWriter& json, const std::string& name,
                 const std::vector<eval::Figure>& figures) {
  json.begin_object(name);
  for (std::size_t i = 0; i < figures.size(); ++i) json.member(kRateNames[i], figures[i].value);
  json.end_object();
  json.begin_object(name + "_ci");
  for (std::size_t i = 0; i < figures.size(); ++i) {
    write_interval(json, kRateNames[i], figures[i].interval);
  }
  json.end_object();
}

// The kind, with its label where texts of both labels are of it.
std::string kind_key(const eval::Evaluation& evaluation, const eval::KindFigures& kind) {
  const bool both =
      std::count_if(evaluation.kinds.begin(), evaluation.kinds.end(),
                    [&](const eval::KindFigures& k) { return k.kind == kind.kind; }) > 1;
  return both ? kind.kind + (kind.spun ? "/spun" : "/clean") : kind.kind;
}

void write_kinds(JsonWriter& json, const eval::Evaluation& evaluation) {
  json.begin_object("by_kind");
  for (const eval::KindFigures& kind : evaluation.kinds) {
    json.begin_object(kind_key(evaluation, kind));
    json.member("label", kind.spun ? "spun" : "clean");
    json.member("texts", kind.texts);
    json.member("called_spun", kind.called_spun);
    json.member("abstained", kind.abstained);
    json.member("median_score", kind.median_score);
    put(json, "auroc", kind.auroc);
    json.begin_object("share_above_threshold_at_fpr");
    for (std::size_t i = 0; i < kind.above.size(); ++i) json.member(kRateNames[i], kind.above[i]);
    json.end_object();
    json.end_object();
  }
  json.end_object();
}

void write_verdicts(JsonWriter& json, const char* name, const eval::VerdictCounts& counts) {
  json.begin_object(name);
  json.member("called_spun", counts.called_spun);
  json.member("called_not_spun", counts.called_not_spun);
  json.member("abstained", counts.abstained);
  json.end_object();
}

void write_threshold(JsonWriter& json, const eval::Evaluation& evaluation) {
  const eval::ThresholdFigures& figures = evaluation.at_threshold;
  json.begin_object("at_default_threshold");
  json.member("spun_found", figures.spun.called_spun);
  json.member("clean_called_spun", figures.clean.called_spun);
  json.member("abstained", figures.spun.abstained + figures.clean.abstained);
  write_verdicts(json, "spun", figures.spun);
  write_verdicts(json, "clean", figures.clean);
  put(json, "recall", figures.recall);
  put(json, "false_positive_rate", figures.false_positive_rate);
  put(json, "precision", figures.precision);
  put(json, "f1", figures.f1);
  put(json, "mcc", figures.mcc);
  json.end_object();
}

void write_calibration(JsonWriter& json, const eval::Evaluation& evaluation) {
  json.begin_object("calibration");
  put(json, "brier", evaluation.brier);
  json.list("reliability", evaluation.reliability, [&](const eval::ReliabilityBin& bin) {
    json.member("texts", bin.texts);
    json.member("mean_probability", bin.mean_probability);
    put(json, "spun", bin.spun);
  });
  json.list("bounds", evaluation.bounds, [&](const eval::BoundFigures& bound) {
    json.member("rate", bound.rate);
    json.member("clean", bound.texts);
    put(json, "share", bound.share);
  });
  json.end_object();
}

void write_curve(JsonWriter& json, const eval::Evaluation& evaluation) {
  json.list("curve", evaluation.curve, [&](const eval::CurvePoint& point) {
    const auto hits = static_cast<double>(point.true_positives);
    const auto misses = static_cast<double>(point.false_positives);
    json.member("score", point.score);
    json.member("true_positive_rate", hits / static_cast<double>(evaluation.spun));
    json.member("false_positive_rate", misses / static_cast<double>(evaluation.clean));
    json.member("precision", hits / (hits + misses));
  });
}

void write_found(JsonWriter& json, const eval::Evaluation& evaluation) {
  json.begin_object("findings");
  json.member("texts", evaluation.texts_with_substitutions);
  json.member("listed", evaluation.listed);
  json.member("findings", evaluation.findings);
  put(json, "precision", evaluation.precision);
  put(json, "recall", evaluation.recall);
  json.end_object();
}

void write_restoration(JsonWriter& json, const eval::Evaluation& evaluation) {
  // Of pairs alone the restoration is theirs.
  const bool pairs_only = evaluation.spun + evaluation.clean == 0 && evaluation.pairs > 0;
  json.begin_object("restoration");
  put(json, "top1", pairs_only ? evaluation.pairs_top1 : evaluation.top1);
  put(json, "top5", pairs_only ? evaluation.pairs_top5 : evaluation.top5);
  json.end_object();
  if (evaluation.pairs == 0) return;
  json.begin_object("pairs");
  json.member("pairs", evaluation.pairs);
  put(json, "top1", evaluation.pairs_top1);
  put(json, "top5", evaluation.pairs_top5);
  json.end_object();
}

void write_search(JsonWriter& json, const eval::SearchFigures& figures) {
  json.begin_object("search");
  json.member("with_source", figures.with_source);
  json.member("without_source", figures.without_source);
  put(json, "recall_at_1", figures.recall_at_1);
  put(json, "recall_at_10", figures.recall_at_10);
  put(json, "mrr", figures.mrr);
  put(json, "false_matches", figures.false_matches);
  json.end_object();
}

void write_difference(JsonWriter& json, const eval::Difference& difference) {
  json.begin_object("difference");
  put(json, "auroc", difference.auroc);
  put(json, "average_precision", difference.average_precision);
  put_by_rate(json, "tpr_at_fpr", difference.tpr);
  put(json, "f1", difference.f1);
  put(json, "mcc", difference.mcc);
  json.end_object();
}

}  // namespace

std::string to_json(const eval::Evaluation& evaluation, const EvaluationContext& context) {
  return base::json_object([&](JsonWriter& json) {
    json.member("schema", "despin.eval/1");
    json.member("spun", evaluation.spun);
    json.member("clean", evaluation.clean);
    json.member("skipped", evaluation.skipped);
    json.member("masked", evaluation.masked);
    put(json, "auroc", evaluation.auroc);
    put(json, "average_precision", evaluation.average_precision);
    put_by_rate(json, "tpr_at_fpr", evaluation.tpr);
    write_threshold(json, evaluation);
    write_calibration(json, evaluation);
    write_curve(json, evaluation);
    write_kinds(json, evaluation);
    write_found(json, evaluation);
    write_restoration(json, evaluation);
    if (evaluation.search) write_search(json, *evaluation.search);
    write_run(json, context.facts);
    if (!context.model.empty()) json.member("model_file", context.model);
    if (context.difference != nullptr) write_difference(json, *context.difference);
  });
}

std::string prediction_json(const eval::ScoredText& text, const std::string& model) {
  return base::json_object([&](JsonWriter& json) {
    json.member("schema", "despin.prediction/1");
    json.member("id", text.id);
    json.member("label", text.spun ? "spun" : "clean");
    json.member("kind", text.kind);
    json.member("score", text.score);
    json.member("probability", eval::probability_of(text));
    json.member("false_positive_rate_upper", text.false_positive_rate_upper);
    json.member("verdict", name_of(text.verdict));
    if (text.verdict == Verdict::kAbstain) {
      json.member("abstain_reason", name_of(text.abstain_reason));
    }
    json.member("model", model);
  });
}

}  // namespace despin::view
