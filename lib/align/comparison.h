// lib/align/comparison.h - the stages of comparing in a row, from bytes to a Comparison.
//
//   align::ComparisonScratch scratch;         // one per thread
//   auto comparison = align::compare(original, suspect, {...}, scratch);
//
// Threads  Stateless; a scratch serves one call at a time.
// Errors   As text::tokenize(), with the text named; kTooLarge; those of the budget.
#pragma once

#include <string_view>

#include "despin/comparison.h"
#include "despin/result.h"
#include "lib/align/align.h"
#include "lib/align/text_words.h"
#include "lib/lm/ngram_model.h"
#include "lib/text/tokens.h"

namespace despin::align {

// One of the two texts, read.
struct TokenizedText {
  text::Tokens tokens;
  TextWords words;

  ByteSpan bytes(align::WordRange range) const;
};

struct ComparisonScratch {
  TokenizedText original;
  TokenizedText suspect;
  align::AlignScratch aligning;
  align::Alignment alignment;
  align::Alignment content_alignment;  // of content words alone
};

// What comparing needs of a model.
struct ComparisonModel {
  const format::Vocabulary& vocabulary;
  const lm::NgramModel& ngrams;
  const channel::Channel& channel;
  const Parameters& parameters = kDefaultParameters;
};

Result<Comparison> compare(std::string_view original, std::string_view suspect,
                           const ComparisonModel& model, ComparisonScratch& scratch,
                           const CompareOptions& options = {}, base::Budget* budget = nullptr);

}  // namespace despin::align
