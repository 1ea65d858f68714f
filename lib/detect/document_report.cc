#include "lib/detect/document_report.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <limits>
#include <span>
#include <utility>

#include "lib/detect/family_shares.h"
#include "lib/detect/findings.h"
#include "lib/detect/passages.h"
#include "lib/language/language_model.h"

namespace despin::detect {

DocumentFacts facts_of(const Reading& reading, const format::Vocabulary& vocabulary,
                       const DetectParameters& parameters, base::Budget* budget) {
  const std::size_t artifacts =
      count_artifacts(reading.text, reading.tokens, reading.words, vocabulary, parameters, budget);
  return extract_features(reading.tokens, reading.words, reading.swaps(), artifacts, parameters);
}

namespace {

// A model, what was asked of it, and buffers.
struct Judging {
  const Model& model;
  const AnalyzeOptions& options;
  ReportScratch& scratch;
  base::Budget* budget;

  Meanings meanings() const { return {model.channel, model.vocabulary}; }
};

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

// The stretches for which a text is called spun. None if the model judges texts as wholes.
std::vector<Passage> spun_passages(const DocumentFacts& facts, const Report& report,
                                   const Model& model) {
  if (!model.scoring.judges_passages()) return {};
  const double feature =
      std::min(model.scoring.passage_feature_at(report.threshold, facts.features),
               facts.features[kPassageEvidence]);
  const double least = to_density(feature, model.detect);
  if (!(least > 0)) return {};
  return passages_above(facts.sentences, least, model.detect.passage_prior_words);
}

// Lists what is shown of a decoding by these log-odds of its spans.
void list(const Reading& reading, const decode::Decoding& decoding, std::vector<double> log_odds,
          const Judging& judging, Report& out) {
  if (judging.model.scoring.judges_passages()) {
    const DetectParameters& parameters = judging.model.detect;
    spare_names(reading.tokens, decoding,
                {parameters.passage_min_nats, double{parameters.strong_nats}}, log_odds);
  }
  list_findings(reading.tokens, decoding, log_odds, judging.meanings(),
                judging.options.limits.max_findings, out);
}

// Log-odds of the spans of a text that is not called spun: what speaks for less than a passage
// counts is not worth a look.
std::vector<double> odd_spots(const decode::Decoding& decoding, const Model& model) {
  std::vector<double> odds = posterior_log_odds(decoding);
  if (!model.scoring.judges_passages()) return odds;
  for (std::size_t i = 0; i < odds.size(); ++i) {
    if (double{decoding.spans[i].evidence_nats} < model.detect.passage_min_nats) {
      odds[i] = -std::numeric_limits<double>::infinity();
    }
  }
  return odds;
}

// Families and findings of a reading that is called spun. Gives the number of words that were read
// a second time: none of them once `read_before` others were, as many as of one text at most.
Result<std::uint32_t> explain(const Reading& reading, const Judging& judging,
                              std::uint32_t read_before, Report& out) {
  const auto& [model, options, scratch, budget] = judging;
  out.families = to_family_shares(reading, model.families, model.detect);
  if (!base::may_go_on(budget, 0)) return budget->error();
  if (read_before >= decode::kMaxRescoredBlocks * decode::kBlock) {
    list(reading, reading.swaps(), posterior_log_odds(reading.swaps()), judging, out);
    return 0U;
  }
  decode::rescore(reading.words,
                  {model.ngrams, model.channel, model.net(), model.decode.rescoring, model.rank},
                  reading.swaps(), reading.network.last, scratch.decoding, scratch.rescoring,
                  scratch.rescored, budget);
  if (base::ended(budget)) return budget->error();
  // The tagger has learned from spun texts alone.
  std::vector<double> odds = tagged_log_odds(reading.words, scratch.rescored, model, budget);
  if (base::ended(budget)) return budget->error();
  list(reading, scratch.rescored.decoding, std::move(odds), judging, out);
  return scratch.rescored.words;
}

// A passage read by itself: its rate, families and findings. Of a very long one so much at a time
// as a reading keeps, and the families of its beginning: a copy of all of it would take as much
// memory as the text. Gives what explain() does.
Result<std::uint32_t> explain_passage(const Reading& reading, const Passage& passage,
                                      const Judging& judging, std::uint32_t read_before,
                                      Report& out) {
  Reading& part = judging.scratch.part;
  std::uint32_t read = 0;
  for (std::uint32_t begin = passage.begin, end = 0; begin < passage.end; begin = end) {
    end = begin + std::min(passage.end - begin, static_cast<std::uint32_t>(kMaxKeptWords));
    if (auto ok = read_part(reading, begin, end, judging.model, judging.scratch.decoding, part,
                            judging.budget);
        !ok) {
      return ok.error();
    }
    Report piece;
    const auto explained = explain(part, judging, read_before + read, piece);
    if (!explained) return explained.error();
    read += *explained;
    if (begin == passage.begin) out.families = std::move(piece.families);
    out.swap_rate += part.swaps().swap_rate * (end - begin) / (passage.end - passage.begin);
    out.findings_total += piece.findings_total;
    std::move(piece.findings.begin(), piece.findings.end(), std::back_inserter(out.findings));
  }
  return read;
}

// All passages. Gives what explain() does.
Result<std::uint32_t> explain_passages(const Reading& reading, std::span<const Passage> passages,
                                       const DocumentFacts& facts, const Judging& judging,
                                       Report& report) {
  const Model& model = judging.model;
  const std::vector<text::Token>& tokens = reading.tokens.list;
  double highest = -std::numeric_limits<double>::infinity();
  std::uint32_t read = 0;
  for (const Passage& passage : passages) {
    Report own;
    const auto explained = explain_passage(reading, passage, judging, read, own);
    if (!explained) return explained.error();
    read += *explained;
    Features features = facts.features;
    features[kPassageEvidence] =
        to_passage_feature(passage.density(model.detect.passage_prior_words), model.detect);
    const double score = model.scoring.score(features);
    report.passages.push_back({tokens[passage.begin].begin_byte, tokens[passage.end - 1].end_byte,
                               Verdict::kSpun, AbstainReason::kNone, score, own.swap_rate,
                               model.scoring.false_positive_bound(score, report.words),
                               passage.words, own.families});
    if (score > highest) {
      highest = score;
      report.families = std::move(own.families);
    }
    report.findings_total += own.findings_total;
    std::move(own.findings.begin(), own.findings.end(), std::back_inserter(report.findings));
  }
  keep_strongest(judging.options.limits.max_findings, report.findings);
  return read;
}

Result<Report> judge(const Reading& reading, const Judging& judging) {
  const auto& [model, options, scratch, budget] = judging;
  DocumentFacts facts = facts_of(reading, model.vocabulary, model.detect, budget);
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
  if (report.verdict != Verdict::kSpun) {
    list(reading, reading.swaps(), odd_spots(reading.swaps(), model), judging, report);
    return report;
  }
  const std::vector<Passage> passages = spun_passages(facts, report, model);
  const bool is_part =
      passages.size() > 1 || (passages.size() == 1 && passages[0].words < report.words);
  const auto read = is_part ? explain_passages(reading, passages, facts, judging, report)
                            : explain(reading, judging, 0, report);
  if (!read) return read.error();
  std::size_t explained = is_part ? 0 : reading.words.size();
  for (const Passage& passage : passages) explained += is_part ? passage.end - passage.begin : 0;
  if (*read < explained) report.second_pass_words = *read;
  return report;
}

}  // namespace

Result<Report> make_report(const Reading& reading, const Model& model,
                           const AnalyzeOptions& options, ReportScratch& scratch,
                           base::Budget* budget) {
  Result<Report> report = judge(reading, {model, options, scratch, budget});
  if (report && report->passages.empty()) report->passages.push_back(whole_text(reading, *report));
  return report;
}

}  // namespace despin::detect
