// models/build/lexicon/ppdb.h
// Reads pairs from the Paraphrase Database: two columns of inflected words
// ("nations<TAB>countries").
//
// Each row is also weaker evidence for the pair of its lemmas (kPpdbKin), if WordNet has both
// lemmas in the part of speech of the endings. Safe on any bytes; lines without a tab give no
// pairs. Numbers, marks and names are dropped because they are not terms (phrase_table.h).
#pragma once

#include <string_view>

#include "models/build/lexicon/lemmas.h"
#include "models/build/lexicon/pairs.h"
#include "models/build/lexicon/phrase_table.h"

namespace despin::lexicon {

void read_ppdb(std::string_view data, Lemmas& lemmas, PhraseTable& terms, PairList& pairs);

}  // namespace despin::lexicon
