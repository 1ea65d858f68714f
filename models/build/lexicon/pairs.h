// models/build/lexicon/pairs.h
// Candidate substitutions while the table is built.
//
// A list is filled in any order with repeats, then merged once: sorted by substitute and original
// (and part of speech, if requested), bits combined.
#pragma once

#include <cstdint>
#include <vector>

#include "models/build/lexicon/phrase_table.h"

namespace despin::lexicon {

struct PairEntry {
  PhraseId written;
  PhraseId meant;
  std::uint32_t relations;  // of Relation
  std::uint8_t parts;       // of PartOfSpeech
  std::uint8_t inflection;  // the text::Inflection put on both; the least if several
};

class PairList {
 public:
  // Drops what cannot be an entry: kNoPhrase, a term for itself, what cannot be meant.
  void add(const PhraseTable& terms, PhraseId written, PhraseId meant, std::uint32_t relations,
           std::uint8_t parts, std::uint8_t inflection = 0);

  // One pair for each written, meant and part of speech.
  void merge_within_part();
  // One pair for each written and meant.
  void merge();

  const std::vector<PairEntry>& pairs() const noexcept { return pairs_; }

 private:
  void merge_if(bool (*before)(const PairEntry&, const PairEntry&));

  std::vector<PairEntry> pairs_;
};

}  // namespace despin::lexicon
