// lib/align/text_words.h - a text's tokens as the aligner's words.
//
// Breaks are no words. A word's null is the language model's, over this text's own
// words as they stand; what the model knows only as a class (numbers, unseen words)
// pays for its spelling as well.
// Threads  Stateless.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "lib/align/words.h"
#include "lib/format/vocabulary.h"
#include "lib/lm/ngram_model.h"
#include "lib/text/tokens.h"

namespace despin::align {

struct TextWords {
  std::vector<align::Word> words;
  std::vector<std::uint32_t> tokens;  // [words] index into Tokens::list
};

// Replaces what `out` held; it is of no use where the budget ends.
void to_words(const text::Tokens& tokens, std::string_view utf8,
              const format::Vocabulary& vocabulary, const lm::NgramModel& ngrams,
              const ClassCosts& classes, TextWords& out, base::Budget* budget = nullptr);

}  // namespace despin::align
