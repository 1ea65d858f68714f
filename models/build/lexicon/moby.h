// models/build/lexicon/moby.h
// Reads pairs from the Moby thesaurus: a headword and its list on one line, separated by commas. It
// has no parts of speech or senses, so a pair listed in one direction only is weak evidence; the
// two directions are kept as two bits.
//
// Safe on any bytes; lines that are not entries give no pairs.
#pragma once

#include <string_view>

#include "models/build/lexicon/pairs.h"
#include "models/build/lexicon/phrase_table.h"

namespace despin::lexicon {

void read_moby(std::string_view data, PhraseTable& terms, PairList& pairs);

}  // namespace despin::lexicon
