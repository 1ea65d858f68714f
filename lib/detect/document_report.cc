#include "lib/detect/document_report.h"

#include "lib/detect/family_shares.h"
#include "lib/detect/findings.h"
#include "lib/language/language_model.h"

namespace despin::detect {

DocumentFacts facts_of(const Reading& reading, const format::Vocabulary& vocabulary,
                       std::vector<Artifact>& artifacts, const DetectParameters& parameters,
                       base::Budget* budget) {
  find_artifacts(reading.text, reading.tokens, reading.words, vocabulary, artifacts, parameters,
                 budget);
  return extract_features(reading.tokens, reading.words, reading.swaps(), artifacts, parameters);
}

namespace {

// All that was read, by what the report says of it.
JudgedPassage whole_text(const Reading& reading, const Report& report) {
  const std::uint64_t end =
      report.truncated ? report.truncated.read_bytes : std::uint64_t{reading.text.size()};
  return {0,
          static_cast<std::uint32_t>(end),
          report.verdict,
          report.abstain_reason,
          report.score,
          report.swap_rate,
          report.false_positive_rate_upper,
          report.words,
          report.families};
}

Result<Report> judge(const Reading& reading, const Model& model, const AnalyzeOptions& options,
                     ReportScratch& scratch, base::Budget* budget) {
  DocumentFacts facts =
      facts_of(reading, model.vocabulary, scratch.artifacts, model.detect, budget);
  if (base::ended(budget)) return budget->error();
  Report report;
  const language::Told told = model.languages.tell(reading.tokens);
  facts.other_language = told.other;
  model.scoring.judge(facts, options, report);
  report.language = {std::string(told.code), told.share};
  report.model_fingerprint = model.fingerprint();
  report.evidence_nats = reading.swaps().evidence_nats;
  report.swap_rate = reading.swaps().swap_rate;
  report.obfuscation = {reading.tokens.invisible, reading.tokens.lookalike};
  report.exempt = reading.exempt;
  report.truncated = reading.tokens.truncated;
  // Odd words of another language are no swaps.
  if (told.other && report.abstain_reason == AbstainReason::kNotEnglish) return report;
  const std::size_t limit = options.limits.max_findings;
  if (report.verdict != Verdict::kSpun) {
    list_findings(reading.tokens, reading.swaps(), posterior_log_odds(reading.swaps()),
                  {model.channel, model.vocabulary}, limit, report);
    return report;
  }
  report.families = to_family_shares(reading, model.families, model.detect);
  if (!base::may_go_on(budget, 0)) return budget->error();
  decode::rescore(reading.words,
                  {model.ngrams, model.channel, model.net(), model.decode.rescoring, model.rank},
                  reading.swaps(), reading.network.last, scratch.decoding, scratch.rescoring,
                  scratch.rescored, budget);
  if (base::ended(budget)) return budget->error();
  // The tagger has learned from spun texts alone.
  const std::vector<double> odds = tagged_log_odds(reading.words, scratch.rescored, model, budget);
  if (base::ended(budget)) return budget->error();
  list_findings(reading.tokens, scratch.rescored.decoding, odds, {model.channel, model.vocabulary},
                limit, report);
  if (scratch.rescored.words < reading.words.size()) {
    report.second_pass_words = scratch.rescored.words;
  }
  return report;
}

}  // namespace

Result<Report> make_report(const Reading& reading, const Model& model,
                           const AnalyzeOptions& options, ReportScratch& scratch,
                           base::Budget* budget) {
  Result<Report> report = judge(reading, model, options, scratch, budget);
  if (report) report->passages.push_back(whole_text(reading, *report));
  return report;
}

}  // namespace despin::detect
