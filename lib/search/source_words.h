// lib/search/source_words.h - suspect and source as the aligner's words, of which an
// index keeps those that carry meaning.
//
// Threads  Stateless.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "despin/result.h"
#include "lib/align/text_words.h"
#include "lib/align/words.h"
#include "lib/format/vocabulary.h"
#include "lib/index/document_store.h"
#include "lib/text/tokens.h"

namespace despin::search {

// The words of `all` that an index would keep; replaces what `out` held.
void keep_content(const align::TextWords& all, align::TextWords& out);

struct SourceScratch {
  std::vector<index::TermId> terms;
  std::string spelling;
};

// The suspect's words with a segment's numbers of terms for keys; those it has never seen
// keep apart from all others.
// Replaces what `out` held.
void number_words(const index::DocumentStore& store, std::string_view text,
                  const text::Tokens& tokens, const align::TextWords& content,
                  std::vector<align::Word>& out);

// The words of an indexed document by the same numbers, with nothing but keys.
// Errors: kBadIndex.
Result<void> numbered_source(const index::DocumentStore& store, std::uint32_t document,
                             SourceScratch& scratch, std::vector<align::Word>& out);

// The words of an indexed document; replaces what `out` held. Their null is the word's
// share of the language: what stood around them is not kept.
// Errors: kBadIndex.
Result<void> source_words(const index::DocumentStore& store, std::uint32_t document,
                          const format::Vocabulary& vocabulary, SourceScratch& scratch,
                          std::vector<align::Word>& out);

}  // namespace despin::search
