// models/build/tagger/spans.h
// Spans of texts with listed swaps: their features, and whether they are listed.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "despin/reader.h"
#include "lib/detect/tagger.h"
#include "lib/format/vocabulary.h"

namespace despin::train {

struct LabeledSpan {
  unsigned fold = 0;
  bool listed = false;
  detect::SpanFeatures features{};
};

struct SpanSource {
  const format::Vocabulary* vocabulary;
  const lm::NgramModel* ngrams;
  const channel::Channel* channel;
  const cloze::ClozeNet* cloze = nullptr;  // ranks candidates where there is one
};

// Appends the spans of one spun page. A span is listed when it shares a word with a place
// where a listed swap is written, whatever the case, and the word is not on both sides of it:
// lists give swaps with words around them that stayed. Errors: as text::tokenize().
Result<void> append_spans(const SpanSource& source, const Record& page, unsigned fold,
                          std::vector<LabeledSpan>& out);

}  // namespace despin::train
