#include "lib/capi/report.h"

#include <algorithm>
#include <utility>

#include "lib/capi/border.h"

namespace {

using despin::FamilyShare;
using despin::Finding;
using despin::JudgedPassage;
using despin::Report;
using despin::capi::string_of;

// Calls f() with each list of families of a report.
template <class F>
void for_each_list(const Report& report, F&& f) {
  f(report.families);
  for (const JudgedPassage& passage : report.passages) f(passage.families);
}

// So that no array moves while others point into it.
void reserve_for(const Report& report, despin_report& out) {
  std::size_t strings = 0;
  std::size_t spans = 0;
  std::size_t families = 0;
  for (const Finding& finding : report.findings) strings += finding.likely_originals.size();
  for_each_list(report, [&](const std::vector<FamilyShare>& list) {
    families += list.size();
    for (const FamilyShare& family : list) {
      strings += family.known_for.size();
      spans += family.phrases.size();
    }
  });
  out.strings.reserve(strings);
  out.spans.reserve(spans);
  out.families.reserve(families);
  out.findings.reserve(report.findings.size());
  out.contributions.reserve(report.contributions.size());
  out.passages.reserve(report.passages.size());
}

// Appends; the first of what was appended.
const despin_string* put_strings(const std::vector<std::string>& strings, despin_report& out) {
  const despin_string* first = out.strings.data() + out.strings.size();
  for (const std::string& string : strings) out.strings.push_back(string_of(string));
  return first;
}

const despin_family* put_families(const std::vector<FamilyShare>& list, despin_report& out) {
  const despin_family* first = out.families.data() + out.families.size();
  for (const FamilyShare& family : list) {
    const despin_span* phrases = out.spans.data() + out.spans.size();
    for (const auto& phrase : family.phrases) out.spans.push_back(despin::capi::span_of(phrase));
    out.families.push_back({string_of(family.name), family.posterior,
                            put_strings(family.known_for, out), family.known_for.size(), phrases,
                            family.phrases.size()});
  }
  return first;
}

void put_values(const Report& report, despin_report_data& data) {
  data.struct_size = sizeof data;
  data.verdict = static_cast<std::int32_t>(report.verdict);
  data.abstain_reason = static_cast<std::int32_t>(report.abstain_reason);
  data.score = report.score;
  data.evidence_nats = report.evidence_nats;
  data.swap_rate = report.swap_rate;
  data.false_positive_rate_upper = report.false_positive_rate_upper;
  data.words = report.words;
  data.invisible = report.obfuscation.invisible;
  data.lookalike = report.obfuscation.lookalike;
  data.exempt_left_out = report.exempt.left_out;
  data.exempt_judged = report.exempt.judged;
  data.findings_total = report.findings_total;
  data.language = string_of(report.language.code);
  data.language_probability = report.language.probability;
  data.bias = report.bias;
  data.max_false_positive_rate = report.max_false_positive_rate;
  data.threshold = report.threshold;
  data.model_fingerprint = report.model_fingerprint;
  data.read_bytes = report.truncated.read_bytes;
  data.unread_bytes = report.truncated.unread_bytes;
  data.second_pass_words = report.second_pass_words;
}

}  // namespace

despin_report::despin_report(Report made) : report(std::move(made)) {
  reserve_for(report, *this);
  for (const Finding& finding : report.findings) {
    findings.push_back({finding.begin_byte, finding.end_byte, finding.evidence_nats,
                        finding.probability, put_strings(finding.likely_originals, *this),
                        finding.likely_originals.size()});
  }
  for (const despin::Contribution& c : report.contributions) {
    contributions.push_back({string_of(c.name), c.value, c.nats});
  }
  put_values(report, data);
  data.families = put_families(report.families, *this);
  data.family_count = report.families.size();
  for (const JudgedPassage& p : report.passages) {
    passages.push_back({p.begin_byte, p.end_byte, static_cast<std::int32_t>(p.verdict),
                        static_cast<std::int32_t>(p.abstain_reason), p.score,
                        p.false_positive_rate_upper, p.swap_rate, p.words, 0,
                        put_families(p.families, *this), p.families.size()});
  }
  despin::capi::put_list(findings, data.findings, data.finding_count);
  despin::capi::put_list(contributions, data.contributions, data.contribution_count);
  despin::capi::put_list(passages, data.passages, data.passage_count);
}

const despin_report_data* despin_report_get(const despin_report* report) {
  return report == nullptr ? nullptr : &report->data;
}

void despin_report_free(despin_report* report) { delete report; }
