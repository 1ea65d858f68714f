#include "despin/detector.h"

#include <algorithm>
#include <utility>

#include "lib/api/detector_impl.h"
#include "lib/decode/restorer.h"
#include "lib/detect/analysis.h"
#include "lib/detect/family_shares.h"
#include "lib/detect/findings.h"
#include "lib/detect/meaning_ranks.h"

namespace despin {
inline namespace v1 {
namespace {

constexpr std::size_t kMaxRestoredWords = 64;

AbstainReason reason_to_abstain(const detect::DocumentFacts& facts, const detect::Weights& limits) {
  if (facts.words == 0 || facts.words < limits.min_words) return AbstainReason::kTooShort;
  if (facts.known_words < limits.min_known_share * facts.words) return AbstainReason::kNotEnglish;
  if (facts.features[detect::kControlLnP] < limits.min_control_ln_p) {
    return AbstainReason::kUnfamiliar;
  }
  return AbstainReason::kNone;
}

}  // namespace

struct Workspace::Impl {
  detect::Analysis analysis;
};

Workspace::Workspace() : impl_(std::make_unique<Impl>()) {}
Workspace::~Workspace() = default;
Workspace::Workspace(Workspace&&) noexcept = default;
Workspace& Workspace::operator=(Workspace&&) noexcept = default;

Detector::Detector(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}

Result<Detector> Detector::open(const std::string& path) {
  auto model = detect::Model::open(path);
  if (!model) return model.error();
  return Detector(std::make_shared<const Impl>(std::move(*model)));
}

Result<Report> Detector::analyze(std::string_view text, Workspace& scratch,
                                 const AnalyzeOptions& options) const {
  if (!scratch.impl_) scratch.impl_ = std::make_unique<Workspace::Impl>();  // moved from
  detect::Analysis& analysis = scratch.impl_->analysis;
  const detect::Model& model = impl_->model;
  if (auto ok = detect::analyse(text, model.vocabulary, impl_->decoder, analysis, model.detect);
      !ok) {
    return ok.error();
  }
  const detect::Scoring& scoring = model.scoring;
  const detect::DocumentFacts& facts = analysis.facts;
  Report report;
  report.score = scoring.score(facts.features);
  report.evidence_nats = analysis.decoding.evidence_nats;
  report.swap_rate = analysis.decoding.swap_rate;
  report.words = facts.words;
  report.obfuscation = {analysis.tokens.invisible, analysis.tokens.lookalike};
  for (std::uint8_t i = 0; i < detect::kFeatureCount; ++i) {
    const auto feature = static_cast<detect::Feature>(i);
    report.contributions.push_back({detect::feature_names()[i], facts.features[i],
                                    scoring.contribution(facts.features, feature)});
  }
  report.abstain_reason = reason_to_abstain(facts, scoring.weights());
  if (report.abstain_reason == AbstainReason::kNone) {
    report.false_positive_rate_upper = scoring.false_positive_bound(report.score, report.words);
    report.verdict = report.false_positive_rate_upper <= options.max_false_positive_rate
                         ? Verdict::kSpun
                         : Verdict::kNotSpun;
  }
  std::vector<double> log_odds;
  if (report.verdict == Verdict::kSpun) {
    report.families = detect::to_family_shares(analysis, model.families, model.detect);
    impl_->close_decoder.decode_again(analysis.input_words, analysis.scratch, analysis.decoding);
    if (model.cloze) {
      detect::rank_meanings(model.ngrams, model.channel, *model.cloze, analysis, model.rank);
    }
    // The tagger has learned from spun texts alone.
    log_odds = detect::tagged_log_odds(analysis, model);
  } else {
    log_odds = detect::posterior_log_odds(analysis);
  }
  report.findings = detect::to_findings(analysis, log_odds, model.vocabulary);
  return report;
}

Result<std::vector<Restoration>> Detector::restore(std::string_view phrase, Workspace& scratch,
                                                   std::size_t limit) const {
  if (!scratch.impl_) scratch.impl_ = std::make_unique<Workspace::Impl>();
  detect::Analysis& analysis = scratch.impl_->analysis;
  const detect::Model& model = impl_->model;
  if (auto ok = text::tokenize(phrase, analysis.tokens); !ok) return ok.error();
  detect::to_input_words(analysis.tokens, model.vocabulary, analysis.input_words,
                         model.detect.mention_words);
  std::vector<WordId> words;
  for (const decode::InputWord& input_word : analysis.input_words) {
    if (input_word.word != kBreakWord) words.push_back(input_word.word);
  }
  if (words.size() > kMaxRestoredWords) {
    return Error{ErrorCode::kTooLarge,
                 "a phrase of " + std::to_string(words.size()) + " words; expected at most " +
                     std::to_string(kMaxRestoredWords) + "; analyze() takes longer texts"};
  }
  std::vector<Restoration> restorations;
  if (words.empty()) return restorations;
  decode::RestoreOptions options = model.restore;
  options.meanings.vocabulary = &model.vocabulary;
  options.known_phrases = &model.known_phrases;
  for (const decode::RestoredPhrase& reading :
       decode::restore(words, model.ngrams, model.channel, limit, options)) {
    restorations.push_back(
        {detect::spell_restored(reading.words, phrase, analysis, model.vocabulary),
         static_cast<float>(reading.score_nats)});
  }
  return restorations;
}

}  // namespace v1
}  // namespace despin
