// models/build/lexicon/lemmas.h
// The readings of a word that a dictionary confirms.
//
//   lemmas.of(terms.find("parties"))  // {party, kNoun, kPlural}
//
// text::morphology() only knows spelling; here a reading counts if WordNet has its lemma in a part
// of speech that takes the ending.
// Threads  Single: of() caches its results.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "lib/text/inflection.h"
#include "models/build/lexicon/phrase_table.h"
#include "models/build/lexicon/wordnet.h"

namespace despin::lexicon {

struct Lemma {
  PhraseId term;
  std::uint8_t part;  // one PartOfSpeech; kAnyPart for the word itself
  text::Inflection inflection;
};

// The output type for lemmas.
inline constexpr text::Inflection kInflections[] = {
    text::Inflection::kPlural, text::Inflection::kPast,        text::Inflection::kParticiple,
    text::Inflection::kGerund, text::Inflection::kComparative, text::Inflection::kSuperlative};

// Nouns have a plural and verbs a third person under one name, so a part of
// speech alone decides which of the two an inflection is.
bool takes(std::uint8_t part, text::Inflection inflection);

class Lemmas {
 public:
  // Both must outlive this.
  Lemmas(PhraseTable& terms, const WordNet& wordnet) : terms_(&terms), wordnet_(&wordnet) {}

  // Empty for phrases. Stays valid and unchanged.
  const std::vector<Lemma>& of(PhraseId term);

  // True if one is a form or a spelling of the other: "color" and "colours",
  // "get-together" and "gettogether". Such a pair says nothing about spinning.
  bool same_word(PhraseId a, PhraseId b);

 private:
  // The spelling keys of the word and its lemmas, by number.
  const std::vector<std::uint32_t>& keys_of(PhraseId term);

  PhraseTable* terms_;
  const WordNet* wordnet_;
  std::unordered_map<PhraseId, std::vector<Lemma>> known_;
  std::unordered_map<PhraseId, std::vector<std::uint32_t>> keys_;
  std::unordered_map<std::string, std::uint32_t> key_numbers_;
};

// One key for the spellings of a word either side of the Atlantic, with or
// without a gap. Not a word; for comparing only.
std::string spelling_key(std::string_view term);

}  // namespace despin::lexicon
