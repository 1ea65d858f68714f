// Evaluations as JSON (docs/json.md).
#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "lib/api/json.h"
#include "lib/view/evaluation_view.h"

namespace despin::view {
namespace {

using api::Json;

constexpr const char* kRateNames[] = {"0.05", "0.01", "0.001"};

Json number(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }

Json number(const std::optional<eval::Interval>& interval) {
  return interval ? Json::array({interval->low, interval->high}) : Json(nullptr);
}

void put(Json& json, const std::string& name, const eval::Figure& figure) {
  json[name] = number(figure.value);
  json[name + "_ci"] = number(figure.interval);
}

void put_by_rate(Json& json, const std::string& name, const std::vector<eval::Figure>& figures) {
  Json values = Json::object();
  Json intervals = Json::object();
  for (std::size_t i = 0; i < figures.size(); ++i) {
    values[kRateNames[i]] = number(figures[i].value);
    intervals[kRateNames[i]] = number(figures[i].interval);
  }
  json[name] = std::move(values);
  json[name + "_ci"] = std::move(intervals);
}

// The kind, with its label where texts of both labels are of it.
std::string kind_key(const eval::Evaluation& evaluation, const eval::KindFigures& kind) {
  const bool both =
      std::count_if(evaluation.kinds.begin(), evaluation.kinds.end(),
                    [&](const eval::KindFigures& k) { return k.kind == kind.kind; }) > 1;
  return both ? kind.kind + (kind.spun ? "/spun" : "/clean") : kind.kind;
}

Json kinds_json(const eval::Evaluation& evaluation) {
  Json out = Json::object();
  for (const eval::KindFigures& kind : evaluation.kinds) {
    Json entry;
    entry["label"] = kind.spun ? "spun" : "clean";
    entry["texts"] = kind.texts;
    entry["called_spun"] = kind.called_spun;
    entry["abstained"] = kind.abstained;
    entry["median_score"] = kind.median_score;
    put(entry, "auroc", kind.auroc);
    Json above = Json::object();
    for (std::size_t i = 0; i < kind.above.size(); ++i) {
      above[kRateNames[i]] = number(kind.above[i]);
    }
    entry["share_above_threshold_at_fpr"] = std::move(above);
    out[kind_key(evaluation, kind)] = std::move(entry);
  }
  return out;
}

Json verdicts_json(const eval::VerdictCounts& counts) {
  return {{"called_spun", counts.called_spun},
          {"called_not_spun", counts.called_not_spun},
          {"abstained", counts.abstained}};
}

Json threshold_json(const eval::Evaluation& evaluation) {
  const eval::ThresholdFigures& figures = evaluation.at_threshold;
  Json json = {{"spun_found", figures.spun.called_spun},
               {"clean_called_spun", figures.clean.called_spun},
               {"abstained", figures.spun.abstained + figures.clean.abstained},
               {"spun", verdicts_json(figures.spun)},
               {"clean", verdicts_json(figures.clean)}};
  put(json, "recall", figures.recall);
  put(json, "false_positive_rate", figures.false_positive_rate);
  put(json, "precision", figures.precision);
  put(json, "f1", figures.f1);
  put(json, "mcc", figures.mcc);
  return json;
}

Json calibration_json(const eval::Evaluation& evaluation) {
  Json json = Json::object();
  put(json, "brier", evaluation.brier);
  Json& reliability = json["reliability"] = Json::array();
  for (const eval::ReliabilityBin& bin : evaluation.reliability) {
    Json entry = {{"texts", bin.texts}, {"mean_probability", bin.mean_probability}};
    put(entry, "spun", bin.spun);
    reliability.push_back(std::move(entry));
  }
  Json& bounds = json["bounds"] = Json::array();
  for (const eval::BoundFigures& bound : evaluation.bounds) {
    Json entry = {{"rate", bound.rate}, {"clean", bound.texts}};
    put(entry, "share", bound.share);
    bounds.push_back(std::move(entry));
  }
  return json;
}

Json curve_json(const eval::Evaluation& evaluation) {
  Json list = Json::array();
  for (const eval::CurvePoint& point : evaluation.curve) {
    const auto hits = static_cast<double>(point.true_positives);
    const auto misses = static_cast<double>(point.false_positives);
    list.push_back({{"score", point.score},
                    {"true_positive_rate", hits / static_cast<double>(evaluation.spun)},
                    {"false_positive_rate", misses / static_cast<double>(evaluation.clean)},
                    {"precision", hits / (hits + misses)}});
  }
  return list;
}

Json search_json(const eval::SearchFigures& figures) {
  Json json = {{"with_source", figures.with_source}, {"without_source", figures.without_source}};
  put(json, "recall_at_1", figures.recall_at_1);
  put(json, "recall_at_10", figures.recall_at_10);
  put(json, "mrr", figures.mrr);
  put(json, "false_matches", figures.false_matches);
  return json;
}

Json difference_json(const eval::Difference& difference) {
  Json json = Json::object();
  put(json, "auroc", difference.auroc);
  put(json, "average_precision", difference.average_precision);
  put_by_rate(json, "tpr_at_fpr", difference.tpr);
  put(json, "f1", difference.f1);
  put(json, "mcc", difference.mcc);
  return json;
}

}  // namespace

std::string to_json(const eval::Evaluation& evaluation, const EvaluationContext& context) {
  Json out;
  out["schema"] = "despin.eval/1";
  out["spun"] = evaluation.spun;
  out["clean"] = evaluation.clean;
  out["skipped"] = evaluation.skipped;
  out["masked"] = evaluation.masked;
  put(out, "auroc", evaluation.auroc);
  put(out, "average_precision", evaluation.average_precision);
  put_by_rate(out, "tpr_at_fpr", evaluation.tpr);
  out["at_default_threshold"] = threshold_json(evaluation);
  out["calibration"] = calibration_json(evaluation);
  out["curve"] = curve_json(evaluation);
  out["by_kind"] = kinds_json(evaluation);
  Json findings;
  findings["texts"] = evaluation.texts_with_substitutions;
  findings["listed"] = evaluation.listed;
  findings["findings"] = evaluation.findings;
  put(findings, "precision", evaluation.precision);
  put(findings, "recall", evaluation.recall);
  out["findings"] = std::move(findings);
  // Of pairs alone the restoration is theirs.
  const bool pairs_only = evaluation.spun + evaluation.clean == 0 && evaluation.pairs > 0;
  Json restoration;
  put(restoration, "top1", pairs_only ? evaluation.pairs_top1 : evaluation.top1);
  put(restoration, "top5", pairs_only ? evaluation.pairs_top5 : evaluation.top5);
  out["restoration"] = std::move(restoration);
  if (evaluation.pairs > 0) {
    Json pairs;
    pairs["pairs"] = evaluation.pairs;
    put(pairs, "top1", evaluation.pairs_top1);
    put(pairs, "top5", evaluation.pairs_top5);
    out["pairs"] = std::move(pairs);
  }
  if (evaluation.search) out["search"] = search_json(*evaluation.search);
  if (!context.facts.version.empty()) out["run"] = run_json(context.facts);
  if (!context.model.empty()) out["model_file"] = context.model;
  if (context.difference != nullptr) out["difference"] = difference_json(*context.difference);
  return api::dumped(out);
}

std::string prediction_json(const eval::ScoredText& text, const std::string& model) {
  Json json = {{"schema", "despin.prediction/1"},
               {"id", text.id},
               {"label", text.spun ? "spun" : "clean"},
               {"kind", text.kind},
               {"score", text.score},
               {"probability", eval::probability_of(text)},
               {"false_positive_rate_upper", text.false_positive_rate_upper},
               {"verdict", std::string(name_of(text.verdict))}};
  if (text.verdict == Verdict::kAbstain) {
    json["abstain_reason"] = std::string(name_of(text.abstain_reason));
  }
  json["model"] = model;
  return api::dumped(json);
}

}  // namespace despin::view
