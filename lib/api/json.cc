#include "lib/api/json.h"

#include <cstdint>

#include "despin/detector.h"
#include "despin/json_sink.h"
#include "despin/reader.h"
#include "despin/version.h"
#include "lib/base/exact_math.h"
#include "lib/base/guard.h"

namespace despin {
namespace api {
namespace {

using base::JsonWriter;

// The bytes of a span; none where it does not lie in the text.
std::string_view bytes_of(std::string_view text, std::uint32_t begin, std::uint32_t end) {
  return begin <= end && end <= text.size() ? text.substr(begin, end - begin) : std::string_view();
}

// Of log-odds.
double probability_of(double score) { return 1 / (1 + base::exact_exp(-score)); }

void write_place(JsonWriter& json, ByteSpan span) {
  json.member("begin_byte", span.begin_byte);
  json.member("end_byte", span.end_byte);
}

// Where one side of a comparison is, and what stands there.
void write_side(JsonWriter& json, std::string_view name, ByteSpan span, std::string_view text) {
  json.begin_object(name);
  write_place(json, span);
  json.member("text", bytes_of(text, span.begin_byte, span.end_byte));
  json.end_object();
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
void write_reading(JsonWriter& json, const Document& document) {
  if (document.text_from != TextOrigin::kPage) {
    json.member("text_from", origin_name(document.text_from));
  }
  const PageOmissions& omitted = document.omissions;
  if (omitted.flattened == 0 && omitted.attributes == 0 && omitted.unhidden == 0) return;
  json.begin_object("page_omissions");
  json.member("flattened", omitted.flattened);
  json.member("attributes", omitted.attributes);
  json.member("unhidden", omitted.unhidden);
  json.end_object();
}

void write_finding(JsonWriter& json, const Finding& finding, std::string_view text,
                   const Document* document, const ReportJsonOptions& options) {
  write_place(json, {finding.begin_byte, finding.end_byte});
  json.member("written", bytes_of(text, finding.begin_byte, finding.end_byte));
  json.member("likely_originals", finding.likely_originals);
  json.member("evidence_nats", finding.evidence_nats);
  json.member("probability", finding.probability);
  if (document != nullptr && !document->input_map.empty()) {
    const ByteSpan input = input_span(*document, {finding.begin_byte, finding.end_byte});
    if (input.begin_byte != input.end_byte) {
      json.member("input_begin_byte", input.begin_byte);
      json.member("input_end_byte", input.end_byte);
    }
  }
  if (options.of_finding) options.of_finding(json, finding);
}

void write_family(JsonWriter& json, const FamilyShare& family, std::string_view text) {
  json.member("name", family.name);
  json.member("posterior", family.posterior);
  json.member("known_for", family.known_for);
  json.list("phrases", family.phrases, [&](const ByteSpan& phrase) {
    write_place(json, phrase);
    json.member("written", bytes_of(text, phrase.begin_byte, phrase.end_byte));
  });
}

void write_passage(JsonWriter& json, const JudgedPassage& passage, std::string_view text) {
  write_place(json, {passage.begin_byte, passage.end_byte});
  json.member("verdict", name_of(passage.verdict));
  json.member("score", passage.score);
  json.member("false_positive_rate_upper", passage.false_positive_rate_upper);
  json.member("swap_rate", passage.swap_rate);
  json.member("words", passage.words);
  if (passage.families.empty()) return;
  json.list("families", passage.families,
            [&](const FamilyShare& family) { write_family(json, family, text); });
}

// By which model, at which threshold: null is one that no score reaches, or that every score does.
void write_judge(JsonWriter& json, const Report& report) {
  json.begin_object("judged_by");
  json.member("model", fingerprint_name(report.model_fingerprint));
  json.member("version", version());
  json.member("bias", report.bias);
  json.member("max_false_positive_rate", report.max_false_positive_rate);
  json.member("threshold", report.threshold);  // JSON has no infinity
  json.end_object();
}

void write_report(JsonWriter& json, const Report& report, std::string_view id,
                  std::string_view text, const Document* document) {
  json.member("schema", "despin.report/1");
  json.member("id", id);
  // A file has no address but what it says of itself; a record was found at one.
  if (document != nullptr && !document->id.empty() && !document->url.empty()) {
    json.member("url", document->url);
  }
  write_members(json, report, text, document);
}

void write_passage(JsonWriter& json, const Passage& passage, std::string_view original,
                   std::string_view suspect) {
  write_side(json, "original", passage.original, original);
  write_side(json, "suspect", passage.suspect, suspect);
  json.member("evidence_nats", passage.evidence_nats);
  json.member("moved", passage.moved);
}

void write_swap(JsonWriter& json, const Swap& swap, std::string_view original,
                std::string_view suspect) {
  write_side(json, "original", swap.original, original);
  write_side(json, "suspect", swap.suspect, suspect);
  json.member("edit", name_of(swap.edit));
  json.member("listed", swap.listed);
  json.member("evidence_nats", swap.evidence_nats);
}

// Gives the object whose members `write` writes to the sink.
template <class F>
Result<void> written(const JsonSink& sink, F&& write) {
  return base::guarded([&]() -> Result<void> {
    JsonWriter json(sink);
    json.begin_object();
    write(json);
    json.end_object();
    json.flush();
    return {};
  });
}

}  // namespace

void write_truncation(JsonWriter& json, std::string_view name, const Truncation& truncated) {
  if (!truncated) return;
  json.begin_object(name);
  json.member("read_bytes", truncated.read_bytes);
  json.member("unread_bytes", truncated.unread_bytes);
  json.end_object();
}

void write_members(JsonWriter& json, const Report& report, std::string_view text,
                   const Document* document, const ReportJsonOptions& options) {
  json.member("verdict", name_of(report.verdict));
  json.member("score", report.score);
  json.member("probability", probability_of(report.score));
  json.member("false_positive_rate_upper", report.false_positive_rate_upper);
  json.member("evidence_nats", report.evidence_nats);
  json.member("swap_rate", report.swap_rate);
  json.member("words", report.words);
  json.begin_object("disguises");
  json.member("invisible", report.obfuscation.invisible);
  json.member("lookalike", report.obfuscation.lookalike);
  json.end_object();
  if (report.exempt.left_out + report.exempt.judged > 0) {
    json.begin_object("exempt");
    json.member("left_out", report.exempt.left_out);
    json.member("judged", report.exempt.judged);
    json.end_object();
  }
  json.list("findings", report.findings,
            [&](const Finding& finding) { write_finding(json, finding, text, document, options); });
  if (report.findings_total > report.findings.size()) {
    json.member("findings_total", report.findings_total);
  }
  if (report.second_pass_words > 0) json.member("second_pass_words", report.second_pass_words);
  if (!report.language.code.empty()) {
    json.member("language", report.language.code);
    json.member("language_probability", report.language.probability);
  }
  if (options.contributions) {
    json.list("contributions", report.contributions, [&](const Contribution& contribution) {
      json.member("name", contribution.name);
      json.member("value", contribution.value);
      json.member("nats", contribution.nats);
    });
  }
  if (report.verdict == Verdict::kAbstain) {
    json.member("abstain_reason", name_of(report.abstain_reason));
  }
  if (document != nullptr && document->replaced_bytes > 0) {
    json.member("replaced_bytes", document->replaced_bytes);
  }
  if (document != nullptr && document->canonical_url != document->url &&
      !document->canonical_url.empty()) {
    json.member("canonical_url", document->canonical_url);
  }
  if (report.verdict == Verdict::kSpun && !report.passages.empty()) {
    json.list("passages", report.passages,
              [&](const JudgedPassage& passage) { write_passage(json, passage, text); });
  }
  if (!report.families.empty()) {
    json.list("families", report.families,
              [&](const FamilyShare& family) { write_family(json, family, text); });
  }
  write_truncation(json, "truncated", report.truncated);
  if (document != nullptr) write_reading(json, *document);
  write_judge(json, report);
}

void write_members(JsonWriter& json, const Report& report, std::string_view id,
                   const Document& document) {
  write_report(json, report, id, document.text, &document);
}

void write_members(JsonWriter& json, const Comparison& comparison, std::string_view original_id,
                   std::string_view original, std::string_view suspect_id,
                   std::string_view suspect) {
  json.member("schema", "despin.comparison/1");
  json.member("original_id", original_id);
  json.member("suspect_id", suspect_id);
  json.member("verdict", name_of(comparison.relation));
  json.member("copied", comparison.copied);
  json.member("swapped", comparison.swapped);
  json.member("direction", name_of(comparison.direction));
  json.member("direction_probability", comparison.direction_probability);
  json.member("evidence_nats", comparison.evidence_nats);
  json.member("original_words", comparison.original_words);
  json.member("suspect_words", comparison.suspect_words);
  json.list("passages", comparison.passages,
            [&](const Passage& passage) { write_passage(json, passage, original, suspect); });
  json.list("substitutions", comparison.substitutions,
            [&](const Swap& swap) { write_swap(json, swap, original, suspect); });
  write_truncation(json, "original_truncated", comparison.original_truncated);
  write_truncation(json, "suspect_truncated", comparison.suspect_truncated);
}

void write_members(JsonWriter& json, const std::vector<SourceMatch>& matches, std::string_view id) {
  json.member("schema", "despin.search/1");
  json.member("id", id);
  write_matches(json, "matches", matches);
}

void write_matches(JsonWriter& json, std::string_view name,
                   const std::vector<SourceMatch>& matches) {
  json.list(name, matches, [&](const SourceMatch& match) {
    json.member("id", match.id);
    json.member("url", match.url);
    json.member("title", match.title);
    json.member("date", match.date);
    json.member("score", match.score);
    json.member("copied", match.copied);
    json.member("swapped", match.swapped);
    json.member("verdict", name_of(match.relation));
    json.list("passages", match.passages,
              [&](const ByteSpan& passage) { write_place(json, passage); });
    if (match.later) json.member("later", true);
    if (match.own_address) json.member("own_address", true);
    if (match.copies.empty()) return;
    json.list("copies", match.copies, [&](const SourceCopy& copy) {
      json.member("id", copy.id);
      json.member("url", copy.url);
      json.member("title", copy.title);
      json.member("date", copy.date);
    });
  });
}

void write_withheld(JsonWriter& json, const Withheld& withheld) {
  if (withheld.total() == 0) return;
  json.begin_object("withheld");
  const auto put = [&](const char* name, std::uint64_t count) {
    if (count > 0) json.member(name, count);
  };
  put("common", withheld.common);
  put("later", withheld.later);
  put("itself", withheld.itself);
  put("more", withheld.more);
  json.end_object();
}

}  // namespace api

inline namespace v1 {

std::string to_json(const Report& report, std::string_view id, std::string_view text) {
  return base::json_object(
      [&](base::JsonWriter& json) { api::write_report(json, report, id, text, nullptr); });
}

std::string to_json(const Report& report, std::string_view id, const Document& document) {
  return base::json_object(
      [&](base::JsonWriter& json) { api::write_members(json, report, id, document); });
}

Result<void> to_json(const Report& report, std::string_view id, std::string_view text,
                     const JsonSink& sink) {
  return api::written(
      sink, [&](base::JsonWriter& json) { api::write_report(json, report, id, text, nullptr); });
}

Result<void> to_json(const Report& report, std::string_view id, const Document& document,
                     const JsonSink& sink) {
  return api::written(
      sink, [&](base::JsonWriter& json) { api::write_members(json, report, id, document); });
}

std::string to_json(const Comparison& comparison, std::string_view original_id,
                    std::string_view original, std::string_view suspect_id,
                    std::string_view suspect) {
  return base::json_object([&](base::JsonWriter& json) {
    api::write_members(json, comparison, original_id, original, suspect_id, suspect);
  });
}

Result<void> to_json(const Comparison& comparison, std::string_view original_id,
                     std::string_view original, std::string_view suspect_id,
                     std::string_view suspect, const JsonSink& sink) {
  return api::written(sink, [&](base::JsonWriter& json) {
    api::write_members(json, comparison, original_id, original, suspect_id, suspect);
  });
}

std::string to_json(const std::vector<SourceMatch>& matches, std::string_view id,
                    const Withheld& withheld) {
  return base::json_object([&](base::JsonWriter& json) {
    api::write_members(json, matches, id);
    api::write_withheld(json, withheld);
  });
}

}  // namespace v1
}  // namespace despin
