#include "lib/api/json.h"

#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <utility>

#include "despin/detector.h"
#include "despin/reader.h"
#include "despin/version.h"

namespace despin {
namespace api {
namespace {

// The bytes of a span; none where it does not lie in the text.
std::string bytes_of(std::string_view text, std::uint32_t begin, std::uint32_t end) {
  const bool inside = begin <= end && end <= text.size();
  return std::string(inside ? text.substr(begin, end - begin) : std::string_view());
}

// Where one side of a comparison is, and what stands there.
Json side_of(ByteSpan span, std::string_view text) {
  return {{"begin_byte", span.begin_byte},
          {"end_byte", span.end_byte},
          {"text", bytes_of(text, span.begin_byte, span.end_byte)}};
}

Json report_json(const Report& report, std::string_view id, std::string_view text,
                 const Document* document) {
  Json json = {{"schema", "despin.report/1"}, {"id", std::string(id)}};
  append(json, json_of(report, text, document));
  return json;
}

}  // namespace

Json json_of(const Finding& finding, std::string_view text, const Document* document) {
  Json json = {{"begin_byte", finding.begin_byte},
               {"end_byte", finding.end_byte},
               {"written", bytes_of(text, finding.begin_byte, finding.end_byte)},
               {"likely_originals", finding.likely_originals},
               {"evidence_nats", finding.evidence_nats},
               {"probability", finding.probability}};
  if (document == nullptr || document->input_map.empty()) return json;
  const ByteSpan input = input_span(*document, {finding.begin_byte, finding.end_byte});
  if (input.begin_byte == input.end_byte) return json;
  json["input_begin_byte"] = input.begin_byte;
  json["input_end_byte"] = input.end_byte;
  return json;
}

Json json_of(const Contribution& contribution) {
  return {{"name", std::string(contribution.name)},
          {"value", contribution.value},
          {"nats", contribution.nats}};
}

Json judged_by_json(const Report& report) {
  // JSON has no infinity: null is a threshold that no score reaches, or that every score does.
  const bool finite = std::isfinite(report.threshold);
  return {{"model", fingerprint_name(report.model_fingerprint)},
          {"version", version()},
          {"bias", report.bias},
          {"max_false_positive_rate", report.max_false_positive_rate},
          {"threshold", finite ? Json(report.threshold) : Json(nullptr)}};
}

Json json_of(const FamilyShare& family, std::string_view text) {
  Json phrases = Json::array();
  for (const ByteSpan& p : family.phrases) {
    phrases.push_back({{"begin_byte", p.begin_byte},
                       {"end_byte", p.end_byte},
                       {"written", bytes_of(text, p.begin_byte, p.end_byte)}});
  }
  return {{"name", family.name},
          {"posterior", family.posterior},
          {"known_for", family.known_for},
          {"phrases", std::move(phrases)}};
}

Json json_of(const Report& report, std::string_view text, const Document* document,
             const ReportJsonOptions& options) {
  Json findings = Json::array();
  for (const Finding& finding : report.findings) {
    findings.push_back(json_of(finding, text, document));
  }
  Json json = {
      {"verdict", std::string(name_of(report.verdict))},
      {"score", report.score},
      {"false_positive_rate_upper", report.false_positive_rate_upper},
      {"evidence_nats", report.evidence_nats},
      {"swap_rate", report.swap_rate},
      {"words", report.words},
      {"disguises",
       {{"invisible", report.obfuscation.invisible}, {"lookalike", report.obfuscation.lookalike}}},
      {"findings", std::move(findings)}};
  if (options.contributions) {
    Json& contributions = json["contributions"] = Json::array();
    for (const Contribution& c : report.contributions) contributions.push_back(json_of(c));
  }
  if (report.verdict == Verdict::kAbstain)
    json["abstain_reason"] = std::string(name_of(report.abstain_reason));
  if (!report.families.empty()) {
    Json& families = json["families"] = Json::array();
    for (const FamilyShare& family : report.families) families.push_back(json_of(family, text));
  }
  json["judged_by"] = judged_by_json(report);
  return json;
}

Json json_of(const Passage& passage, std::string_view original, std::string_view suspect) {
  return {{"original", side_of(passage.original, original)},
          {"suspect", side_of(passage.suspect, suspect)},
          {"evidence_nats", passage.evidence_nats},
          {"moved", passage.moved}};
}

Json json_of(const Swap& swap, std::string_view original, std::string_view suspect) {
  return {{"original", side_of(swap.original, original)},
          {"suspect", side_of(swap.suspect, suspect)},
          {"edit", std::string(name_of(swap.edit))},
          {"listed", swap.listed},
          {"evidence_nats", swap.evidence_nats}};
}

Json json_of(ByteSpan span) {
  return {{"begin_byte", span.begin_byte}, {"end_byte", span.end_byte}};
}

Json json_of(const SourceMatch& match) {
  Json passages = Json::array();
  for (const ByteSpan& passage : match.passages) passages.push_back(json_of(passage));
  return {{"id", match.id},
          {"url", match.url},
          {"title", match.title},
          {"date", match.date},
          {"score", match.score},
          {"copied", match.copied},
          {"swapped", match.swapped},
          {"verdict", std::string(name_of(match.relation))},
          {"passages", std::move(passages)}};
}

Json json_of(const std::vector<SourceMatch>& matches) {
  Json list = Json::array();
  for (const SourceMatch& match : matches) list.push_back(json_of(match));
  return list;
}

void append(Json& object, Json&& members) {
  for (auto& [name, value] : members.get_ref<Json::object_t&>()) object[name] = std::move(value);
}

std::string dumped(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json document_json(const Report& report, std::string_view id, const Document& document) {
  return report_json(report, id, document.text, &document);
}

Json document_json(const Comparison& comparison, std::string_view original_id,
                   std::string_view original, std::string_view suspect_id,
                   std::string_view suspect) {
  Json passages = Json::array();
  for (const Passage& passage : comparison.passages) {
    passages.push_back(json_of(passage, original, suspect));
  }
  Json substitutions = Json::array();
  for (const Swap& swap : comparison.substitutions) {
    substitutions.push_back(json_of(swap, original, suspect));
  }
  return {{"schema", "despin.comparison/1"},
          {"original_id", std::string(original_id)},
          {"suspect_id", std::string(suspect_id)},
          {"verdict", std::string(name_of(comparison.relation))},
          {"copied", comparison.copied},
          {"swapped", comparison.swapped},
          {"direction", std::string(name_of(comparison.direction))},
          {"evidence_nats", comparison.evidence_nats},
          {"original_words", comparison.original_words},
          {"suspect_words", comparison.suspect_words},
          {"passages", std::move(passages)},
          {"substitutions", std::move(substitutions)}};
}

Json document_json(const std::vector<SourceMatch>& matches, std::string_view id) {
  return {{"schema", "despin.search/1"}, {"id", std::string(id)}, {"matches", json_of(matches)}};
}

}  // namespace api

inline namespace v1 {

std::string to_json(const Report& report, std::string_view id, std::string_view text) {
  return api::dumped(api::report_json(report, id, text, nullptr));
}

std::string to_json(const Report& report, std::string_view id, const Document& document) {
  return api::dumped(api::document_json(report, id, document));
}

std::string to_json(const Comparison& comparison, std::string_view original_id,
                    std::string_view original, std::string_view suspect_id,
                    std::string_view suspect) {
  return api::dumped(api::document_json(comparison, original_id, original, suspect_id, suspect));
}

std::string to_json(const std::vector<SourceMatch>& matches, std::string_view id) {
  return api::dumped(api::document_json(matches, id));
}

}  // namespace v1
}  // namespace despin
