#include "lib/search/source_evidence.h"

#include <algorithm>

#include "lib/align/copy_policy.h"
#include "lib/align/sketch.h"

namespace despin::search {
namespace {

// A suspect that is a quotation for the most part has no words but those to be judged by.
void unflag_mostly_quoted(double max_share, std::vector<align::Word>& words) {
  std::size_t quoted = 0;
  for (const align::Word& word : words) quoted += (word.flags & align::kQuoted) != 0 ? 1 : 0;
  if (static_cast<double>(quoted) <= max_share * static_cast<double>(words.size())) return;
  for (align::Word& word : words) word.flags &= static_cast<std::uint8_t>(~align::kQuoted);
}

align::Parameters with_null(align::Parameters parameters, const SearchNull& null) {
  parameters.topic.swap_discount = null.swap_discount;
  parameters.topic.max_entity_nats = null.max_entity_nats;
  return parameters;
}

}  // namespace

SourceEvidence::SourceEvidence(const SearchInput& input, EvidenceScratch& scratch)
    : input_(input),
      scratch_(scratch),
      aligning_(with_null(input.aligning, input.parameters.null)) {
  align::to_words(input.tokens, input.suspect.text, input.model.vocabulary, input.model.ngrams,
                  aligning_.classes, scratch.all, input.budget);
  keep_content(scratch.all, scratch.content);
  unflag_mostly_quoted(input.parameters.null.max_quoted_share, scratch.content.words);
}

Result<void> SourceEvidence::rank_by_sketch() {
  scratch_.sketched.clear();
  scratch_.background.clear();
  const auto& candidates = input_.candidates;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (base::ended(input_.budget)) return input_.budget->error();
    const index::RetrievalCandidate& candidate = candidates[i].candidate;
    const index::DocumentStore& store = *input_.stores[candidate.segment];
    if (i == 0 || candidate.segment != candidates[i - 1].candidate.segment) {
      number_words(store, input_.suspect.text, input_.tokens, scratch_.content, scratch_.numbered);
      scratch_.background.set_suspect(scratch_.numbered);
    }
    if (auto ok =
            numbered_source(store, candidate.document, scratch_.source, scratch_.source_numbered);
        !ok) {
      return ok;
    }
    const double nats = align::sketch_nats(scratch_.source_numbered, window(candidates[i]),
                                           aligning_, scratch_.aligning, input_.budget);
    scratch_.sketched.push_back({nats, i});
    scratch_.background.add_candidate(scratch_.source_numbered);
  }
  std::stable_sort(scratch_.sketched.begin(), scratch_.sketched.end(),
                   [](const auto& a, const auto& b) { return a.nats > b.nats; });
  if (base::ended(input_.budget)) return input_.budget->error();
  return {};
}

std::size_t SourceEvidence::max_consecutive_rejects() const {
  const bool is_page = input_.parameters.retrieval.short_windows(input_.tokens.list.size()) > 0;
  return is_page ? input_.parameters.max_consecutive_page_rejects
                 : input_.parameters.max_consecutive_rejects;
}

Result<void> SourceEvidence::align(std::size_t number, AlignedSource& out) {
  const index::RetrievalCandidate& candidate = input_.candidates[number].candidate;
  const index::DocumentStore& store = *input_.stores[candidate.segment];
  const detect::Model& model = input_.model;
  if (auto ok =
          source_words(store, candidate.document, model.vocabulary, scratch_.source, out.words);
      !ok) {
    return ok;
  }
  align::align(out.words, scratch_.content.words,
               {&model.channel, &model.vocabulary, align::RowWords::kContent, &aligning_},
               scratch_.aligning, out.alignment, input_.budget);
  if (base::ended(input_.budget)) return input_.budget->error();
  scratch_.background.cap_nats(out.alignment, number, input_.parameters.null.max_background_share,
                               out.max_word_nats);
  out.evidence = evidence_of(out, out.alignment);
  out.rewording = align::rewording_evidence(out.words, scratch_.content.words, out.alignment,
                                            model.vocabulary, aligning_.rewording);
  return {};
}

align::CopyEvidence SourceEvidence::evidence_of(const AlignedSource& source,
                                                const align::Alignment& alignment) const {
  align::CopyEvidence evidence = align::copy_evidence(source.words, scratch_.content.words,
                                                      alignment, aligning_, source.max_word_nats);
  align::undo_swap_prior(aligning_.content_words, input_.parameters.policy, evidence);
  evidence.stretch = align::copied_stretch(source.words, scratch_.content.words, alignment,
                                           aligning_, source.max_word_nats);
  evidence.row_words = static_cast<std::uint32_t>(scratch_.content.words.size());
  evidence.run_words = words_within(align::longest_kept_run(scratch_.content.words, alignment));
  return evidence;
}

std::uint32_t SourceEvidence::words_within(align::WordRange content) const {
  if (content.empty()) return 0;
  const std::vector<std::uint32_t>& all = scratch_.all.tokens;
  const auto first =
      std::lower_bound(all.begin(), all.end(), scratch_.content.tokens[content.begin]);
  const auto last = std::lower_bound(first, all.end(), scratch_.content.tokens[content.end - 1]);
  return static_cast<std::uint32_t>(last - first) + 1;
}

double SourceEvidence::log_odds(const align::CopyEvidence& evidence) const {
  return align::judge_best_of_many(evidence, input_.documents, input_.parameters.policy);
}

bool SourceEvidence::is_retold(const AlignedSource& source) const {
  const align::BestOfManyPolicy& policy = input_.parameters.policy;
  return source.rewording.once >= policy.min_rewording_words &&
         source.evidence.capped_kept_nats >=
             policy.min_rewording_capped * source.evidence.kept_nats &&
         align::rewording_log_odds(source.rewording, aligning_.rewording) >=
             policy.min_rewording_log_odds;
}

std::span<const align::Word> SourceEvidence::window(const WindowedCandidate& candidate) const {
  const std::vector<std::uint32_t>& tokens = scratch_.content.tokens;
  const auto place = [&](std::uint32_t token) {
    return static_cast<std::size_t>(std::lower_bound(tokens.begin(), tokens.end(), token) -
                                    tokens.begin());
  };
  const std::size_t first = place(candidate.first_token);
  return std::span(scratch_.numbered).subspan(first, place(candidate.last_token) - first);
}

}  // namespace despin::search
