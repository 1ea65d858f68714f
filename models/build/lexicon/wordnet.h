// models/build/lexicon/wordnet.h
// Reads synonyms and related words from WordNet's four data files (wndb(5WN)).
//
//   WordNet wordnet(terms);
//   for (...) if (auto ok = wordnet.read(kNoun, bytes_of_data_noun); !ok) ...;
//   wordnet.add_pairs(pairs);      // once all four are read: pointers cross files
//
// Taken: members of one synset, hypernyms (@) both ways, adjective clusters (&), verb groups ($)
// and pertainyms (\). Instances (@i) are names and skipped.
// Errors   kBadInput, with the line. Safe on any bytes.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "despin/result.h"
#include "models/build/lexicon/pairs.h"
#include "models/build/lexicon/phrase_table.h"
#include "models/build/lexicon/relations.h"

namespace despin::lexicon {

class WordNet {
 public:
  explicit WordNet(PhraseTable& terms) : terms_(&terms) {}

  Result<void> read(PartOfSpeech part, std::string_view data);
  void add_pairs(PairList& pairs) const;

  // Parts of speech in which WordNet knows the term; 0 if in none.
  std::uint8_t parts_of(PhraseId term) const {
    return term < parts_.size() ? parts_[term] : std::uint8_t{0};
  }

 private:
  struct Pointer {
    std::uint64_t target;  // key of a synset
    std::uint8_t from;     // member it starts from, from 1; 0: the whole synset
    std::uint8_t to;
    char symbol;
  };
  struct Synset {
    PartOfSpeech part;
    std::vector<PhraseId> members;  // kNoPhrase where unusable, to keep the count
    std::vector<Pointer> pointers;
  };

  bool read_synset(PartOfSpeech part, const std::vector<std::string_view>& fields);
  void relate(const Synset& a, const Synset& b, const Pointer& pointer, PairList& pairs) const;

  PhraseTable* terms_;
  std::vector<Synset> synsets_;
  std::unordered_map<std::uint64_t, std::size_t> by_key_;
  std::vector<std::uint8_t> parts_;  // by PhraseId
};

}  // namespace despin::lexicon
