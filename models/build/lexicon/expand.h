// models/build/lexicon/expand.h
// Expands pairs of lemmas to pairs of forms: "party <- company" also gives "parties <- companies".
//
// Both sides take the same inflection, in each part of speech the source names; for Moby and PPDB,
// which name none, those that WordNet lists for both. Forms are only made of words among the
// unigrams, which excludes forms that are not in use. Comparatives fall back on "more" and "most",
// on one side only. Dropped: a word paired with a form or spelling of itself; stop words, unless
// PPDB and another source agree; generic terms that only MyThes lists.
#pragma once

#include <cstdint>
#include <unordered_map>

#include "lib/text/inflection.h"
#include "models/build/lexicon/lemmas.h"
#include "models/build/lexicon/pairs.h"
#include "models/build/lexicon/phrase_table.h"
#include "models/build/lexicon/wordnet.h"

namespace despin::lexicon {

class Expander {
 public:
  // All must outlive this.
  Expander(PhraseTable& terms, const WordNet& wordnet, Lemmas& lemmas)
      : terms_(&terms), wordnet_(&wordnet), lemmas_(&lemmas) {}

  // `listed`: the pairs of all sources. Returns them and their forms, merged.
  PairList expand(PairList listed);

 private:
  struct Form {
    PhraseId term = kNoPhrase;
    bool phrased = false;  // "more" or "most" was put before it
  };

  void expand_group(const PairEntry* begin, const PairEntry* end, PairList& rows);
  void expand_part(const PairEntry& pair, std::uint8_t part, PairList& rows);
  Form form(PhraseId term, std::uint8_t part, text::Inflection inflection);
  Form make_form(PhraseId term, std::uint8_t part, text::Inflection inflection);

  PhraseTable* terms_;
  const WordNet* wordnet_;
  Lemmas* lemmas_;
  std::unordered_map<std::uint64_t, Form> forms_;
};

}  // namespace despin::lexicon
