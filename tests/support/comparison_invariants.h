// Invariants of every Comparison, for any texts.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "despin/aligner.h"
#include "lib/text/tokens.h"
#include "tests/support/compared_words.h"

namespace despin::comparison_invariants {

inline bool empty(ByteSpan span) { return span.begin_byte == span.end_byte; }

// Whether each word of the text lies in exactly one of the spans, and spans end where
// words do.
inline bool tile(std::vector<ByteSpan> spans, std::string_view utf8, std::uint32_t words) {
  text::Tokens tokens;
  if (!text::tokenize(utf8, tokens)) return false;
  std::erase_if(tokens.list,
                [](const text::Token& t) { return t.kind == text::TokenKind::kBreak; });
  if (tokens.list.size() != words) return false;
  std::erase_if(spans, empty);
  std::sort(spans.begin(), spans.end(),
            [](ByteSpan a, ByteSpan b) { return a.begin_byte < b.begin_byte; });
  std::size_t token = 0;
  for (const ByteSpan span : spans) {
    if (token == tokens.list.size() || tokens.list[token].begin_byte != span.begin_byte) {
      return false;
    }
    while (token < tokens.list.size() && tokens.list[token].end_byte <= span.end_byte) ++token;
    if (tokens.list[token - 1].end_byte != span.end_byte) return false;
  }
  return token == tokens.list.size();
}

inline bool inside(ByteSpan span, std::string_view text) {
  return span.begin_byte <= span.end_byte && span.end_byte <= text.size();
}

// What is wrong; empty if nothing.
inline std::string fault(const Comparison& c, std::string_view original, std::string_view suspect) {
  if (!(c.copied >= 0 && c.copied <= 1)) return "copied is no share";
  if (!(c.swapped >= 0 && c.swapped <= c.copied)) return "more was swapped than copied";
  if (!std::isfinite(c.evidence_nats)) return "evidence is no number";
  std::uint32_t before = 0;
  for (const Passage& p : c.passages) {
    if (!inside(p.original, original) || !inside(p.suspect, suspect)) return "passage outside";
    if (empty(p.original) || empty(p.suspect)) return "empty passage";
    if (p.suspect.begin_byte < before) return "passages overlap";
    if (!std::isfinite(p.evidence_nats)) return "a passage's evidence is no number";
    before = p.suspect.end_byte;
  }
  before = 0;
  for (const Swap& r : c.substitutions) {
    if (!inside(r.original, original) || !inside(r.suspect, suspect)) return "swap outside";
    if (empty(r.original) || empty(r.suspect)) return "empty swap";
    if (r.suspect.begin_byte < before) return "swaps overlap";
    if (r.edit != Edit::kSwapped && r.edit != Edit::kInflected) return "a swap of another edit";
    if (!std::isfinite(r.evidence_nats)) return "a swap's evidence is no number";
    before = r.suspect.end_byte;
  }
  std::vector<ByteSpan> original_runs;
  std::vector<ByteSpan> suspect_runs;
  before = 0;
  for (const AlignedRun& r : c.runs) {
    if (!inside(r.original, original) || !inside(r.suspect, suspect)) return "run outside";
    if (r.suspect.begin_byte < before) return "runs are out of order";
    before = r.suspect.begin_byte;
    if (empty(r.original) != (r.edit == Edit::kAdded)) return "a run's original";
    if (empty(r.suspect) != (r.edit == Edit::kDropped)) return "a run's suspect";
    original_runs.push_back(r.original);
    suspect_runs.push_back(r.suspect);
  }
  if (!same_words(c.words_of_original, words_of(original))) return "the original's words";
  if (!same_words(c.words_of_suspect, words_of(suspect))) return "the suspect's words";
  if (!tile(original_runs, original, c.original_words)) return "runs do not tile the original";
  if (!tile(suspect_runs, suspect, c.suspect_words)) return "runs do not tile the suspect";
  return {};
}

}  // namespace despin::comparison_invariants
