// models/build/lexicon/table_file.h
// The table as text, one candidate per line, sorted by substitute, then original (bytes):
//
//   written<TAB>meant<TAB>relations<TAB>parts of speech<TAB>inflection
//
// Relations in hexadecimal (relations.h), the other two in decimal (PartOfSpeech,
// text::Inflection). Same inputs, same bytes.
#pragma once

#include <string>

#include "despin/result.h"
#include "models/build/lexicon/pairs.h"
#include "models/build/lexicon/phrase_table.h"

namespace despin::lexicon {

struct TableSize {
  std::size_t rows = 0;
  std::size_t written = 0;  // distinct forms
};

// Replaces `path` once all is written. Errors: kNotWritten.
Result<TableSize> write_table(const PairList& table, const PhraseTable& terms,
                              const std::string& path);

}  // namespace despin::lexicon
