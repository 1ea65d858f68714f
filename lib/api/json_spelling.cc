#include "lib/api/json_spelling.h"

#include <cmath>
#include <cstdint>
#include <string>

#include "despin/detector.h"
#include "despin/reader.h"
#include "despin/version.h"

namespace despin::api {
namespace {

// The bytes of a span; none where it does not lie in the text.
std::string_view bytes_of(std::string_view text, std::uint32_t begin, std::uint32_t end) {
  const bool inside = begin <= end && end <= text.size();
  return inside ? text.substr(begin, end - begin) : std::string_view();
}

// Where one side of a comparison is, and what stands there.
void spell_side(JsonOut& out, const char* name, ByteSpan span, std::string_view text) {
  out.key(name);
  out.begin_object();
  out.member("begin_byte", span.begin_byte);
  out.member("end_byte", span.end_byte);
  out.text("text", bytes_of(text, span.begin_byte, span.end_byte));
  out.end_object();
}

void spell_list(JsonOut& out, const char* name, const std::vector<std::string>& texts) {
  out.key(name);
  out.begin_array();
  for (const std::string& text : texts) out.value(text);
  out.end_array();
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

void spell(JsonOut& out, const char* name, const Truncation& truncated) {
  out.key(name);
  out.begin_object();
  out.member("read_bytes", truncated.read_bytes);
  out.member("unread_bytes", truncated.unread_bytes);
  out.end_object();
}

// What is said of a page only if it was not read as it stands.
void spell_reading(JsonOut& out, const Document& document) {
  if (document.text_from != TextOrigin::kPage) {
    out.text("text_from", origin_name(document.text_from));
  }
  const PageOmissions& omitted = document.omissions;
  if (omitted.flattened == 0 && omitted.attributes == 0) return;
  out.key("page_omissions");
  out.begin_object();
  out.member("flattened", omitted.flattened);
  out.member("attributes", omitted.attributes);
  out.end_object();
}

void spell_findings(JsonOut& out, const Report& report, std::string_view text,
                    const Document* document, bool listed) {
  out.key("findings");
  out.begin_array();
  if (listed) {
    for (const Finding& finding : report.findings) spell(out, finding, text, document);
  }
  out.end_array();
  if (report.findings_total > report.findings.size()) {
    out.member("findings_total", report.findings_total);
  }
}

// What a document adds, if there is something to say.
void spell_document(JsonOut& out, const Document& document) {
  if (document.replaced_bytes > 0) out.member("replaced_bytes", document.replaced_bytes);
  if (document.canonical_url != document.url && !document.canonical_url.empty()) {
    out.text("canonical_url", document.canonical_url);
  }
}

}  // namespace

void spell(JsonOut& out, ByteSpan span) {
  out.begin_object();
  out.member("begin_byte", span.begin_byte);
  out.member("end_byte", span.end_byte);
  out.end_object();
}

void spell(JsonOut& out, const Finding& finding, std::string_view text, const Document* document) {
  out.begin_object();
  out.member("begin_byte", finding.begin_byte);
  out.member("end_byte", finding.end_byte);
  out.text("written", bytes_of(text, finding.begin_byte, finding.end_byte));
  spell_list(out, "likely_originals", finding.likely_originals);
  out.member("evidence_nats", finding.evidence_nats);
  out.member("probability", finding.probability);
  if (document != nullptr && !document->input_map.empty()) {
    const ByteSpan input = input_span(*document, {finding.begin_byte, finding.end_byte});
    if (input.begin_byte != input.end_byte) {
      out.member("input_begin_byte", input.begin_byte);
      out.member("input_end_byte", input.end_byte);
    }
  }
  out.end_object();
}

void spell(JsonOut& out, const Contribution& contribution) {
  out.begin_object();
  out.text("name", contribution.name);
  out.member("value", contribution.value);
  out.member("nats", contribution.nats);
  out.end_object();
}

void spell_judged_by(JsonOut& out, const Report& report) {
  // JSON has no infinity: null is a threshold that no score reaches, or that every score does.
  const bool finite = std::isfinite(report.threshold);
  out.begin_object();
  out.text("model", fingerprint_name(report.model_fingerprint));
  out.text("version", version());
  out.member("bias", report.bias);
  out.member("max_false_positive_rate", report.max_false_positive_rate);
  out.member("threshold", finite ? Json(report.threshold) : Json(nullptr));
  out.end_object();
}

void spell(JsonOut& out, const FamilyShare& family, std::string_view text) {
  out.begin_object();
  out.text("name", family.name);
  out.member("posterior", family.posterior);
  spell_list(out, "known_for", family.known_for);
  out.key("phrases");
  out.begin_array();
  for (const ByteSpan& phrase : family.phrases) {
    out.begin_object();
    out.member("begin_byte", phrase.begin_byte);
    out.member("end_byte", phrase.end_byte);
    out.text("written", bytes_of(text, phrase.begin_byte, phrase.end_byte));
    out.end_object();
  }
  out.end_array();
  out.end_object();
}

// From the verdict on.
void spell_members(JsonOut& out, const Report& report, std::string_view text,
                   const Document* document, const ReportJsonOptions& options) {
  out.text("verdict", name_of(report.verdict));
  out.member("score", report.score);
  out.member("false_positive_rate_upper", report.false_positive_rate_upper);
  out.member("evidence_nats", report.evidence_nats);
  out.member("swap_rate", report.swap_rate);
  out.member("words", report.words);
  out.key("disguises");
  out.begin_object();
  out.member("invisible", report.obfuscation.invisible);
  out.member("lookalike", report.obfuscation.lookalike);
  out.end_object();
  spell_findings(out, report, text, document, options.findings);
  if (!report.language.code.empty()) {
    out.text("language", report.language.code);
    out.member("language_probability", report.language.probability);
  }
  if (options.contributions) {
    out.key("contributions");
    out.begin_array();
    for (const Contribution& c : report.contributions) spell(out, c);
    out.end_array();
  }
  if (report.verdict == Verdict::kAbstain) {
    out.text("abstain_reason", name_of(report.abstain_reason));
  }
  if (document != nullptr) spell_document(out, *document);
  if (!report.families.empty()) {
    out.key("families");
    out.begin_array();
    for (const FamilyShare& family : report.families) spell(out, family, text);
    out.end_array();
  }
  if (report.truncated) spell(out, "truncated", report.truncated);
  if (document != nullptr) spell_reading(out, *document);
  out.key("judged_by");
  spell_judged_by(out, report);
}

void spell(JsonOut& out, const Report& report, std::string_view id, std::string_view text,
           const Document* document) {
  out.begin_object();
  out.text("schema", "despin.report/1");
  out.text("id", id);
  // A file has no address but what it says of itself; a record was found at one.
  if (document != nullptr && !document->id.empty() && !document->url.empty()) {
    out.text("url", document->url);
  }
  spell_members(out, report, text, document, {});
  out.end_object();
}

void spell(JsonOut& out, const Passage& passage, std::string_view original,
           std::string_view suspect) {
  out.begin_object();
  spell_side(out, "original", passage.original, original);
  spell_side(out, "suspect", passage.suspect, suspect);
  out.member("evidence_nats", passage.evidence_nats);
  out.member("moved", passage.moved);
  out.end_object();
}

void spell(JsonOut& out, const Swap& swap, std::string_view original, std::string_view suspect) {
  out.begin_object();
  spell_side(out, "original", swap.original, original);
  spell_side(out, "suspect", swap.suspect, suspect);
  out.text("edit", name_of(swap.edit));
  out.member("listed", swap.listed);
  out.member("evidence_nats", swap.evidence_nats);
  out.end_object();
}

void spell(JsonOut& out, const Comparison& comparison, std::string_view original_id,
           std::string_view original, std::string_view suspect_id, std::string_view suspect) {
  out.begin_object();
  out.text("schema", "despin.comparison/1");
  out.text("original_id", original_id);
  out.text("suspect_id", suspect_id);
  out.text("verdict", name_of(comparison.relation));
  out.member("copied", comparison.copied);
  out.member("swapped", comparison.swapped);
  out.text("direction", name_of(comparison.direction));
  out.member("evidence_nats", comparison.evidence_nats);
  out.member("original_words", comparison.original_words);
  out.member("suspect_words", comparison.suspect_words);
  out.key("passages");
  out.begin_array();
  for (const Passage& passage : comparison.passages) spell(out, passage, original, suspect);
  out.end_array();
  out.key("substitutions");
  out.begin_array();
  for (const Swap& swap : comparison.substitutions) spell(out, swap, original, suspect);
  out.end_array();
  if (comparison.original_truncated) {
    spell(out, "original_truncated", comparison.original_truncated);
  }
  if (comparison.suspect_truncated) spell(out, "suspect_truncated", comparison.suspect_truncated);
  out.end_object();
}

void spell(JsonOut& out, const SourceMatch& match) {
  out.begin_object();
  out.text("id", match.id);
  out.text("url", match.url);
  out.text("title", match.title);
  out.text("date", match.date);
  out.member("score", match.score);
  out.member("copied", match.copied);
  out.member("swapped", match.swapped);
  out.text("verdict", name_of(match.relation));
  out.key("passages");
  out.begin_array();
  for (const ByteSpan& passage : match.passages) spell(out, passage);
  out.end_array();
  out.end_object();
}

void spell(JsonOut& out, const std::vector<SourceMatch>& matches) {
  out.begin_array();
  for (const SourceMatch& match : matches) spell(out, match);
  out.end_array();
}

void spell(JsonOut& out, const std::vector<SourceMatch>& matches, std::string_view id) {
  out.begin_object();
  out.text("schema", "despin.search/1");
  out.text("id", id);
  out.key("matches");
  spell(out, matches);
  out.end_object();
}

}  // namespace despin::api
