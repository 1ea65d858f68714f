// models/build/lexicon/dictionary.h
// The single words of the thesauri, including those that authors never write: spinners do.
//
//   const auto words = dictionary_words(terms, wordnet, moby_bytes, counted);
//   unigrams.admit(words);        // "lopsidedness", "forswearing"
//
// Of 4,000 phrases by spinners, one in 17 holds a word that is nearly absent from 80 million words
// of text; half of these words are in the thesauri.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "models/build/lexicon/phrase_table.h"
#include "models/build/lexicon/unigrams.h"
#include "models/build/lexicon/wordnet.h"

namespace despin::lexicon {

// Lemmas of WordNet, single words, that Moby lists under this many headwords at least:
// fewer, and they are technical terms that replace no other word.
inline constexpr int kLeastMobyLists = 5;

// These lemmas, and those of their forms that were counted. Sorted, distinct.
// REQUIRES: `terms` and `wordnet` were read with Unigrams::any(), `counted` with a count of 1.
std::vector<std::string> dictionary_words(PhraseTable& terms, const WordNet& wordnet,
                                          std::string_view moby, const Unigrams& counted);

}  // namespace despin::lexicon
