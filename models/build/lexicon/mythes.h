// models/build/lexicon/mythes.h
// Reads pairs from a MyThes thesaurus (the .dat file of a LibreOffice dictionary).
//
//   party|2                                     headword, number of meanings
//   (noun)|political party|organization (generic term)
//   (verb)|celebrate (generic term)
//
// The first line names the encoding. A term's label gives the relation; those labeled "(antonym)"
// are skipped.
// Errors   kBadInput, with the line. Safe on any bytes.
#pragma once

#include <string_view>

#include "despin/result.h"
#include "models/build/lexicon/pairs.h"
#include "models/build/lexicon/phrase_table.h"

namespace despin::lexicon {

Result<void> read_mythes(std::string_view data, PhraseTable& terms, PairList& pairs);

}  // namespace despin::lexicon
