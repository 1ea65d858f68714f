#include "lib/api/json.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <utility>

#include "despin/detector.h"
#include "despin/reader.h"
#include "despin/version.h"
#include "lib/base/guard.h"

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

std::string_view origin_name(TextOrigin origin) {
  switch (origin) {
    case TextOrigin::kArticleBody:
      return "article_body";
    case TextOrigin::kControls:
      return "controls";
    case TextOrigin::kFrames:
      return "frames";
    case TextOrigin::kNoscript:
      return "noscript";
    case TextOrigin::kHidden:
      return "hidden";
    case TextOrigin::kPage:
      break;
  }
  return "page";
}

// What is said of a page only if it was not read as it stands.
void put_reading(const Document& document, Json& json) {
  if (document.text_from != TextOrigin::kPage) {
    json["text_from"] = std::string(origin_name(document.text_from));
  }
  const PageOmissions& omitted = document.omissions;
  if (omitted.flattened == 0 && omitted.attributes == 0) return;
  json["page_omissions"] = {{"flattened", omitted.flattened}, {"attributes", omitted.attributes}};
}

// JSON leaves DEL and the C1 controls as they are, which a terminal obeys.
void escape_controls(std::string& json) {
  std::size_t at = 0;
  const auto next = [&] {
    for (; at < json.size(); ++at) {
      const bool c1 =
          json[at] == '\xC2' && at + 1 < json.size() && (json[at + 1] & '\xE0') == '\x80';
      if (c1 || json[at] == '\x7F') return true;
    }
    return false;
  };
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  std::size_t from = 0;
  while (next()) {
    const bool c1 = json[at] == '\xC2';
    const auto byte = static_cast<unsigned char>(json[at + (c1 ? 1 : 0)]);
    out.append(json, from, at - from).append("\\u00") += kDigits[byte >> 4];
    out += kDigits[byte & 15];
    at += c1 ? 2 : 1;
    from = at;
  }
  if (from == 0) return;
  out.append(json, from, std::string::npos);
  json = std::move(out);
}

Json report_json(const Report& report, std::string_view id, std::string_view text,
                 const Document* document, const ReportJsonOptions& options = {}) {
  Json json = {{"schema", "despin.report/1"}, {"id", std::string(id)}};
  // A file has no address but what it says of itself; a record was found at one.
  if (document != nullptr && !document->id.empty() && !document->url.empty()) {
    json["url"] = document->url;
  }
  append(json, json_of(report, text, document, options));
  return json;
}

Result<void> write_report(const Report& report, std::string_view id, std::string_view text,
                          const Document* document, const JsonSink& sink) {
  return base::guarded([&]() -> Result<void> {
    const Json json = report_json(report, id, text, document, {.findings = false});
    const auto finding = [&](std::size_t i) {
      return api::json_of(report.findings[i], text, document);
    };
    write(json, {{"findings", report.findings.size(), finding}}, sink);
    return {};
  });
}

// Without passages and substitutions.
Json comparison_json(const Comparison& comparison, std::string_view original_id,
                     std::string_view suspect_id) {
  Json json = {{"schema", "despin.comparison/1"},
               {"original_id", std::string(original_id)},
               {"suspect_id", std::string(suspect_id)},
               {"verdict", std::string(name_of(comparison.relation))},
               {"copied", comparison.copied},
               {"swapped", comparison.swapped},
               {"direction", std::string(name_of(comparison.direction))},
               {"evidence_nats", comparison.evidence_nats},
               {"original_words", comparison.original_words},
               {"suspect_words", comparison.suspect_words},
               {"passages", Json::array()},
               {"substitutions", Json::array()}};
  if (comparison.original_truncated) {
    json["original_truncated"] = json_of(comparison.original_truncated);
  }
  if (comparison.suspect_truncated) {
    json["suspect_truncated"] = json_of(comparison.suspect_truncated);
  }
  return json;
}

void write_comparison(const Comparison& comparison, std::string_view original_id,
                      std::string_view original, std::string_view suspect_id,
                      std::string_view suspect, const JsonSink& sink) {
  const auto passage = [&](std::size_t i) {
    return api::json_of(comparison.passages[i], original, suspect);
  };
  const auto substitution = [&](std::size_t i) {
    return api::json_of(comparison.substitutions[i], original, suspect);
  };
  write(comparison_json(comparison, original_id, suspect_id),
        {{"passages", comparison.passages.size(), passage},
         {"substitutions", comparison.substitutions.size(), substitution}},
        sink);
}

}  // namespace

Json json_of(const Truncation& truncated) {
  return {{"read_bytes", truncated.read_bytes}, {"unread_bytes", truncated.unread_bytes}};
}

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
  if (options.findings) {
    for (const Finding& finding : report.findings) {
      findings.push_back(json_of(finding, text, document));
    }
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
  if (report.findings_total > report.findings.size()) {
    json["findings_total"] = report.findings_total;
  }
  if (!report.language.code.empty()) {
    json["language"] = report.language.code;
    json["language_probability"] = report.language.probability;
  }
  if (options.contributions) {
    Json& contributions = json["contributions"] = Json::array();
    for (const Contribution& c : report.contributions) contributions.push_back(json_of(c));
  }
  if (report.verdict == Verdict::kAbstain)
    json["abstain_reason"] = std::string(name_of(report.abstain_reason));
  if (document != nullptr && document->replaced_bytes > 0) {
    json["replaced_bytes"] = document->replaced_bytes;
  }
  if (document != nullptr && document->canonical_url != document->url &&
      !document->canonical_url.empty()) {
    json["canonical_url"] = document->canonical_url;
  }
  if (!report.families.empty()) {
    Json& families = json["families"] = Json::array();
    for (const FamilyShare& family : report.families) families.push_back(json_of(family, text));
  }
  if (report.truncated) json["truncated"] = json_of(report.truncated);
  if (document != nullptr) put_reading(*document, json);
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

void write(const Json& object, std::initializer_list<StreamedArray> arrays, const JsonSink& sink) {
  char separator = '{';
  std::string piece;
  for (const auto& member : object.items()) {
    piece.assign(1, separator).append(dumped(member.key())).append(":");
    separator = ',';
    const auto array = std::find_if(arrays.begin(), arrays.end(),
                                    [&](const StreamedArray& a) { return a.name == member.key(); });
    if (array == arrays.end()) {
      sink(piece.append(dumped(member.value())));
      continue;
    }
    sink(piece.append("["));
    for (std::size_t i = 0; i < array->size; ++i) {
      piece.assign(i > 0 ? "," : "").append(dumped(array->element(i)));
      sink(piece);
    }
    sink("]");
  }
  sink(separator == '{' ? "{}" : "}");
}

std::string dumped(const Json& json) {
  std::string line = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  escape_controls(line);
  return line;
}

Json document_json(const Report& report, std::string_view id, const Document& document) {
  return report_json(report, id, document.text, &document);
}

Json document_json(const Comparison& comparison, std::string_view original_id,
                   std::string_view original, std::string_view suspect_id,
                   std::string_view suspect) {
  Json json = comparison_json(comparison, original_id, suspect_id);
  for (const Passage& passage : comparison.passages) {
    json["passages"].push_back(json_of(passage, original, suspect));
  }
  for (const Swap& swap : comparison.substitutions) {
    json["substitutions"].push_back(json_of(swap, original, suspect));
  }
  return json;
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

Result<void> to_json(const Report& report, std::string_view id, std::string_view text,
                     const JsonSink& sink) {
  return api::write_report(report, id, text, nullptr, sink);
}

Result<void> to_json(const Report& report, std::string_view id, const Document& document,
                     const JsonSink& sink) {
  return api::write_report(report, id, document.text, &document, sink);
}

std::string to_json(const Comparison& comparison, std::string_view original_id,
                    std::string_view original, std::string_view suspect_id,
                    std::string_view suspect) {
  std::string out;
  api::write_comparison(comparison, original_id, original, suspect_id, suspect,
                        [&](std::string_view piece) { out += piece; });
  return out;
}

Result<void> to_json(const Comparison& comparison, std::string_view original_id,
                     std::string_view original, std::string_view suspect_id,
                     std::string_view suspect, const JsonSink& sink) {
  return base::guarded([&]() -> Result<void> {
    api::write_comparison(comparison, original_id, original, suspect_id, suspect, sink);
    return {};
  });
}

std::string to_json(const std::vector<SourceMatch>& matches, std::string_view id) {
  return api::dumped(api::document_json(matches, id));
}

}  // namespace v1
}  // namespace despin
