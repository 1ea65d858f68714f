// lib/detect/comparison.h - an alignment of words, told in bytes of the two texts.
//
// Threads  Stateless.
#pragma once

#include "despin/aligner.h"
#include "lib/align/align.h"
#include "lib/detect/text_words.h"
#include "lib/text/tokens.h"

namespace despin::detect {

// One of the two texts, read.
struct ComparedText {
  text::Tokens tokens;
  TextWords words;

  ByteSpan bytes(align::Range range) const;
};

// Fills passages, substitutions and runs.
void to_spans(const align::Alignment& alignment, const ComparedText& original,
              const ComparedText& suspect, Comparison& out);

}  // namespace despin::detect
