// lib/detect/artifacts.h
// What stays when a machine swaps a word and nobody reads the text again.
//
//   detect::find_artifacts(text, tokens, input_words, vocabulary, artifacts);
//   for (const detect::Artifact& t : artifacts) use(tokens.list[t.begin].begin_byte, t.kind);
//
// Units    Traces are [begin, end) indices of tokens, by begin.
// Threads  Stateless.
// Cost     O(words); a word outside the vocabulary is taken apart.
// Method   Rules of spelling and grammar, no thesaurus. How often each stands in spun and
//          in ordinary text: models/cards/notes/2026-11-30-detect-features.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "lib/decode/lattice.h"
#include "lib/detect/parameters.h"
#include "lib/format/vocabulary.h"
#include "lib/text/tokens.h"

namespace despin::detect {

enum class ArtifactKind : std::uint8_t {
  kArticle,     // "a article", "an pear"
  kDoubled,     // "will will need"
  kEcho,        // "the unfold of the unfold"
  kNumber,      // "eighty three%", "$seven million", "eighty 3"
  kInflection,  // "acceptabling", "goed"
};

struct Artifact {
  ArtifactKind kind = ArtifactKind::kArticle;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

// Replaces what `out` held; it is of no use where the budget ends. REQUIRES: tokens are of text,
// symbols of tokens.
void find_artifacts(std::string_view text, const text::Tokens& tokens,
                    std::span<const decode::InputWord> input_words,
                    const format::Vocabulary& vocabulary, std::vector<Artifact>& out,
                    const DetectParameters& parameters = {}, base::Budget* budget = nullptr);

// Their number alone: of text that is made of them there is one a word.
std::size_t count_artifacts(std::string_view text, const text::Tokens& tokens,
                            std::span<const decode::InputWord> input_words,
                            const format::Vocabulary& vocabulary,
                            const DetectParameters& parameters = {},
                            base::Budget* budget = nullptr);

}  // namespace despin::detect
