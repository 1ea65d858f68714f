#include "lib/view/explanation.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "lib/base/json_tree.h"
#include "lib/base/json_writer.h"
#include "lib/view/numbers.h"
#include "lib/view/report_view.h"

namespace despin::view {
namespace {

using base::JsonValue;

constexpr std::size_t kFindingsExplained = 10;
constexpr std::size_t kMaxTerms = 100;
constexpr std::size_t kMaxTermBytes = 60;
// The sum is exact in the record; another program may have written its numbers shorter.
constexpr double kSumTolerance = 1e-6;

struct Meaning {
  std::string_view feature;
  std::string_view words;
};

constexpr Meaning kMeanings[] = {
    {"evidence", "how much better swaps explain the words than their author does"},
    {"swap_rate", "share of words that look swapped"},
    {"expected_swaps", "number of swaps to expect"},
    {"firm_swaps", "phrases that look swapped for good reasons"},
    {"strong_swaps", "phrases that look swapped beyond doubt"},
    {"phrase_swaps", "swapped phrases of several words"},
    {"swappable_ln_p", "how usual the words are that spinners touch"},
    {"control_ln_p", "how usual the words are that no spinner touches"},
    {"unknown", "words that the model does not know"},
    {"traces", "traces of a program, such as \"a article\""},
    {"distinct_swaps", "number of different swaps"},
    {"distinct_evidence", "evidence of the different swaps"},
    {"passage_evidence", "evidence a word in the densest passage"},
};

std::string meaning_of(std::string_view feature) {
  for (const Meaning& meaning : kMeanings) {
    if (meaning.feature == feature) return std::string(meaning.words);
  }
  return {};
}

std::optional<double> finite_at(const JsonValue& json, const char* key) {
  const JsonValue found = json.find(key);
  if (!found.is_number() || !std::isfinite(found.number())) return std::nullopt;
  return found.number();
}

// Empty for other types; cut, since it stands for nothing that is longer.
std::string words_at(const JsonValue& json, const char* key, std::size_t limit) {
  return std::string(json.find(key).string().substr(0, limit));
}

std::vector<ExplainedTerm> terms_of(const JsonValue& json) {
  std::vector<ExplainedTerm> terms;
  const JsonValue listed = json.find("contributions");
  if (!listed.is_array()) return terms;
  for (JsonValue entry = listed.first(); entry; entry = entry.next()) {
    if (!entry.is_object() || terms.size() == kMaxTerms) continue;
    std::string name = words_at(entry, "name", kMaxTermBytes);
    std::string meaning = meaning_of(name);
    terms.push_back({std::move(name), std::move(meaning), finite_at(entry, "value").value_or(0),
                     finite_at(entry, "nats").value_or(0)});
  }
  return terms;
}

// Says which rate of false positives the verdict kept to; empty where the record does not say.
std::string at_rate(const scan::ScanRecord& record) {
  if (!record.max_false_positive_rate) return {};
  return formatted(" at most %.4g %% of genuine texts of this length score as high",
                   100 * *record.max_false_positive_rate);
}

std::string reason_of(const Explanation& e) {
  const scan::ScanRecord& record = e.record;
  if (e.verdict == "error")
    return "Not judged: it could not be read (" + record.error_message + ").";
  if (e.verdict == "abstain") {
    return "No verdict: " +
           (record.abstain_reason.empty() ? "the record does not say why"
                                          : scan::spelled(record.abstain_reason)) +
           formatted(" (%s).", counted(record.words, "word", "words").c_str());
  }
  const bool spun = e.verdict == "spun";
  if (!record.score)
    return spun ? "Called spun; the record has no score."
                : "Not called spun; the record has no score.";
  const std::string score = formatted("%.2f", *record.score);
  if (!e.threshold) {
    return (spun ? "Called spun with a score of " : "Not called spun with a score of ") + score +
           "; the record names no threshold.";
  }
  return (spun ? "Called spun: its score of " : "Not called spun: its score of ") + score +
         (spun ? " reaches the threshold of " : " is below the threshold of ") +
         formatted("%.2f", *e.threshold) +
         (at_rate(record).empty() ? "." : ", from which on" + at_rate(record) + ".");
}

void add_judge(const JsonValue& json, Explanation& e) {
  const JsonValue judged = json.find("judged_by");
  if (!judged.is_object()) {
    if (e.verdict != "error") {
      e.left_out.emplace_back("Model, bias and threshold: the record does not name them.");
    }
    return;
  }
  e.bias = finite_at(judged, "bias");
  e.threshold = finite_at(judged, "threshold");
}

void add_terms(const JsonValue& json, Explanation& e) {
  e.terms = terms_of(json);
  if (e.terms.empty()) {
    if (e.verdict != "error") {
      e.left_out.emplace_back(
          "The terms of the score: despin scan does not keep them; despin check --json on the "
          "document tells them.");
    }
    return;
  }
  if (e.bias && e.record.score) {
    double sum = *e.bias;
    for (const ExplainedTerm& term : e.terms) sum += term.nats;
    e.adds_up = std::abs(sum - *e.record.score) <= kSumTolerance * std::max(1.0, std::abs(sum));
  }
  std::stable_sort(e.terms.begin(), e.terms.end(),
                   [](const ExplainedTerm& a, const ExplainedTerm& b) {
                     return std::abs(a.nats) > std::abs(b.nats);
                   });
}

void add_strongest(Explanation& e) {
  e.findings = e.record.findings;
  std::stable_sort(e.findings.begin(), e.findings.end(),
                   [](const scan::ScanFinding& a, const scan::ScanFinding& b) {
                     return a.evidence_nats > b.evidence_nats;
                   });
  if (e.findings.size() > kFindingsExplained) {
    e.left_out.push_back("Findings: " + grouped(e.findings.size() - kFindingsExplained) +
                         " weaker ones, which the record holds.");
    e.findings.resize(kFindingsExplained);
  }
  if (e.verdict != "error" && !e.record.sources_searched) {
    e.left_out.emplace_back("Sources: none were looked for (--index).");
  }
}

}  // namespace

Result<Explanation> read_explanation(std::string_view line) {
  auto record = scan::read_scan_record(line);
  if (!record) return record.error();
  base::JsonTree tree;
  tree.parse(line);
  const JsonValue json = tree.root();
  Explanation e;
  e.record = *std::move(record);
  e.schema = words_at(json, "schema", kMaxTermBytes);
  e.verdict = e.record.error_code.empty() ? std::string(name_of(e.record.verdict)) : "error";
  add_judge(json, e);
  add_terms(json, e);
  add_strongest(e);
  const JsonValue run = json.find("run");
  e.time = words_at(run, "time", kMaxTermBytes);
  e.command = words_at(run, "command", 2000);
  e.reason = reason_of(e);
  return e;
}

std::string to_json(const Explanation& e) {
  const scan::ScanRecord& record = e.record;
  return base::json_object([&](base::JsonWriter& json) {
    json.member("schema", "despin.explanation/1");
    json.member("of", e.schema);
    json.member("id", record.id);
    json.member("verdict", e.verdict);
    json.member("reason", e.reason);
    json.member("words", record.words);
    json.member("score", record.score);
    json.member("threshold", e.threshold);
    json.member("bias", e.bias);
    json.list("terms", e.terms, [&](const ExplainedTerm& term) {
      json.member("name", term.name);
      json.member("meaning", term.meaning);
      json.member("value", term.value);
      json.member("nats", term.nats);
    });
    json.member("adds_up", e.adds_up);
    json.member("false_positive_rate_upper", record.false_positive_rate_upper);
    json.member("max_false_positive_rate", record.max_false_positive_rate);
    json.member("findings_found", record.findings_found);
    json.list("findings", e.findings, [&](const scan::ScanFinding& finding) {
      json.member("begin_byte", finding.begin_byte);
      json.member("end_byte", finding.end_byte);
      json.member("written", finding.written);
      json.member("likely_original", finding.original);
      json.member("evidence_nats", finding.evidence_nats);
    });
    json.member("model", record.model);
    json.member("version", record.version);
    json.member("time", e.time);
    json.member("command", e.command);
    json.member("left_out", e.left_out);
  });
}

}  // namespace despin::view
