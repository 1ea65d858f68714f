// models/build/lexicon/ppdb.h
// Pairs out of the Paraphrase Database: two columns of words in the forms they
// were met in ("nations<TAB>countries").
//
// Each row also vouches, more weakly, for the pair of its lemmas: kPpdbKin,
// where WordNet knows both lemmas in the part of speech the endings show.
// Any bytes at all are safe; lines without a tab give no pairs. Numbers, marks
// and names fall out because they are no terms (phrase_table.h).
#pragma once

#include <string_view>

#include "models/build/lexicon/lemmas.h"
#include "models/build/lexicon/pairs.h"
#include "models/build/lexicon/phrase_table.h"

namespace despin::lexicon {

void read_ppdb(std::string_view data, Lemmas& lemmas, PhraseTable& terms, PairList& pairs);

}  // namespace despin::lexicon
