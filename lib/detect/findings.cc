#include "lib/detect/findings.h"

#include <algorithm>

namespace despin::detect {

std::string spell(std::span<const WordId> words, const format::Vocabulary& vocabulary) {
  std::string out;
  for (const WordId word : words) {
    const std::string_view form = vocabulary.word(word);
    // "china 's" is one word on paper.
    if (!out.empty() && form != "'s") out += ' ';
    out += form;
  }
  return out;
}

std::vector<Finding> to_findings(const Analysis& analysis, const format::Vocabulary& vocabulary) {
  const decode::Decoding& decoding = analysis.decoding;
  std::vector<const decode::Span*> shown;
  for (const decode::Span& span : decoding.spans) {
    if (span.posterior >= kShownPosterior) shown.push_back(&span);
  }
  // Overlapping readings share their probability, so at most one is above a half;
  // rounding may let two touch it.
  std::stable_sort(shown.begin(), shown.end(), [](const decode::Span* a, const decode::Span* b) {
    return a->posterior > b->posterior;
  });
  std::vector<std::uint8_t> taken(analysis.symbols.size(), 0);
  std::vector<const decode::Span*> disjoint;
  for (const decode::Span* span : shown) {
    const auto first = taken.begin() + span->begin;
    const auto last = taken.begin() + span->end;
    if (std::find(first, last, 1) != last) continue;
    std::fill(first, last, std::uint8_t{1});
    disjoint.push_back(span);
  }
  std::sort(disjoint.begin(), disjoint.end(),
            [](const decode::Span* a, const decode::Span* b) { return a->begin < b->begin; });

  std::vector<Finding> findings;
  findings.reserve(disjoint.size());
  for (const decode::Span* span : disjoint) {
    Finding finding;
    finding.begin_byte = analysis.tokens.list[span->begin].begin_byte;
    finding.end_byte = analysis.tokens.list[span->end - 1].end_byte;
    finding.evidence_nats = span->evidence_nats;
    for (std::uint32_t c = span->first_candidate; c < span->last_candidate; ++c) {
      finding.likely_originals.push_back(spell(decoding.candidates[c].meant.view(), vocabulary));
    }
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace despin::detect
