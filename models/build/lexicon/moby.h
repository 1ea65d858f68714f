// models/build/lexicon/moby.h
// Pairs out of the Moby thesaurus: a headword and its list on one line, parted
// by commas. It names no part of speech and no sense, so a pair listed one way
// only is weak evidence; the two directions are kept as two bits.
//
// Any bytes at all are safe; lines that are no entry give no pairs.
#pragma once

#include <string_view>

#include "models/build/lexicon/pairs.h"
#include "models/build/lexicon/phrase_table.h"

namespace despin::lexicon {

void read_moby(std::string_view data, PhraseTable& terms, PairList& pairs);

}  // namespace despin::lexicon
