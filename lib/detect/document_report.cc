#include "lib/detect/document_report.h"

#include "lib/detect/family_shares.h"
#include "lib/detect/findings.h"

namespace despin::detect {

DocumentFacts facts_of(const Reading& reading, const format::Vocabulary& vocabulary,
                       std::vector<Artifact>& artifacts, const DetectParameters& parameters) {
  find_artifacts(reading.text, reading.tokens, reading.words, vocabulary, artifacts, parameters);
  return extract_features(reading.tokens, reading.words, reading.swaps(), artifacts, parameters);
}

Report make_report(const Reading& reading, const Model& model, const AnalyzeOptions& options,
                   ReportScratch& scratch) {
  Report report;
  model.scoring.judge(facts_of(reading, model.vocabulary, scratch.artifacts, model.detect), options,
                      report);
  report.model_fingerprint = model.fingerprint();
  report.evidence_nats = reading.swaps().evidence_nats;
  report.swap_rate = reading.swaps().swap_rate;
  report.obfuscation = {reading.tokens.invisible, reading.tokens.lookalike};
  if (report.verdict != Verdict::kSpun) {
    report.findings = to_findings(reading.tokens, reading.swaps(),
                                  posterior_log_odds(reading.swaps()), model.vocabulary);
    return report;
  }
  report.families = to_family_shares(reading, model.families, model.detect);
  decode::rescore(reading.words,
                  {model.ngrams, model.channel, model.net(), model.decode.rescoring, model.rank},
                  reading.network.last, scratch.decoding, scratch.rescoring, scratch.rescored);
  // The tagger has learned from spun texts alone.
  report.findings =
      to_findings(reading.tokens, scratch.rescored.decoding,
                  tagged_log_odds(reading.words, scratch.rescored, model), model.vocabulary);
  return report;
}

}  // namespace despin::detect
