// The one JSON spelling of a Report, documented in docs/json.md.
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "despin/detector.h"
#include "despin/reader.h"

namespace despin {
inline namespace v1 {
namespace {

std::string bytes_of(std::string_view text, std::uint32_t begin, std::uint32_t end) {
  const bool inside = begin <= end && end <= text.size();
  return std::string(inside ? text.substr(begin, end - begin) : std::string_view());
}

nlohmann::ordered_json families_of(const Report& report, std::string_view text) {
  using Json = nlohmann::ordered_json;
  Json families = Json::array();
  for (const FamilyShare& family : report.families) {
    Json phrases = Json::array();
    for (const ByteSpan& p : family.phrases) {
      phrases.push_back({{"begin_byte", p.begin_byte},
                         {"end_byte", p.end_byte},
                         {"written", bytes_of(text, p.begin_byte, p.end_byte)}});
    }
    families.push_back({{"name", family.name},
                        {"posterior", family.posterior},
                        {"known_for", family.known_for},
                        {"phrases", std::move(phrases)}});
  }
  return families;
}

// `document`: what the text is of, or null.
std::string spell(const Report& report, std::string_view id, std::string_view text,
                  const Document* document) {
  using Json = nlohmann::ordered_json;
  Json findings = Json::array();
  for (const Finding& f : report.findings) {
    findings.push_back({{"begin_byte", f.begin_byte},
                        {"end_byte", f.end_byte},
                        {"written", bytes_of(text, f.begin_byte, f.end_byte)},
                        {"likely_originals", f.likely_originals},
                        {"evidence_nats", f.evidence_nats},
                        {"probability", f.probability}});
    if (document == nullptr || document->input_map.empty()) continue;
    const ByteSpan input = input_span(*document, {f.begin_byte, f.end_byte});
    if (input.begin_byte == input.end_byte) continue;
    findings.back()["input_begin_byte"] = input.begin_byte;
    findings.back()["input_end_byte"] = input.end_byte;
  }
  Json contributions = Json::array();
  for (const Contribution& c : report.contributions) {
    contributions.push_back({{"name", std::string(c.name)}, {"value", c.value}, {"nats", c.nats}});
  }
  Json json = {
      {"schema", "despin.report/1"},
      {"id", std::string(id)},
      {"verdict", std::string(name_of(report.verdict))},
      {"score", report.score},
      {"false_positive_rate_upper", report.false_positive_rate_upper},
      {"evidence_nats", report.evidence_nats},
      {"swap_rate", report.swap_rate},
      {"words", report.words},
      {"disguises",
       {{"invisible", report.obfuscation.invisible}, {"lookalike", report.obfuscation.lookalike}}},
      {"findings", std::move(findings)},
      {"contributions", std::move(contributions)}};
  if (report.verdict == Verdict::kAbstain)
    json["abstain_reason"] = std::string(name_of(report.abstain_reason));
  if (!report.families.empty()) json["families"] = families_of(report, text);
  // An id may be a path of any bytes; what is not UTF-8 in it is replaced.
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string_view name_of(Verdict verdict) noexcept {
  switch (verdict) {
    case Verdict::kSpun:
      return "spun";
    case Verdict::kNotSpun:
      return "not_spun";
    case Verdict::kAbstain:
      break;
  }
  return "abstain";
}

std::string_view name_of(AbstainReason reason) noexcept {
  switch (reason) {
    case AbstainReason::kTooShort:
      return "too_short";
    case AbstainReason::kNotEnglish:
      return "not_english";
    case AbstainReason::kUnfamiliar:
      return "unfamiliar";
    case AbstainReason::kNone:
      break;
  }
  return "none";
}

std::string to_json(const Report& report, std::string_view id, std::string_view text) {
  return spell(report, id, text, nullptr);
}

std::string to_json(const Report& report, std::string_view id, const Document& document) {
  return spell(report, id, document.text, &document);
}

}  // namespace v1
}  // namespace despin
