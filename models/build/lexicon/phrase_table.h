// models/build/lexicon/phrase_table.h
// Words and short phrases by number, in the folded form the tokenizer gives.
//
//   PhraseId id = terms.from_source("get-together");  // "get together"
//   PhraseId no = terms.from_source("Gettysburg");    // kNoPhrase: a name
//
// A term has one to four words, each of them among the unigrams. Hyphens, slashes, underscores and
// the apostrophe of "'s" separate words. Entries with capitals, digits or other marks are not
// terms: spinners replace the words of names, not whole names.
// Threads  Single.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

#include "models/build/lexicon/unigrams.h"

namespace despin::lexicon {

using PhraseId = std::uint32_t;
inline constexpr PhraseId kNoPhrase = 0xFFFFFFFFU;
inline constexpr int kMaxWords = 4;       // of a term, and of what is written
inline constexpr int kMaxMeantWords = 3;  // of what is meant

class PhraseTable {
 public:
  // `unigrams` must outlive the table. A term can be meant if each of its words
  // is counted at least `min_meant_count` times: spinners reach for rare words,
  // authors seldom do.
  explicit PhraseTable(const Unigrams& unigrams, std::uint64_t min_meant_count = 0)
      : unigrams_(&unigrams), min_meant_count_(min_meant_count) {}

  // A term as a thesaurus spells it; kNoPhrase if it cannot be one.
  PhraseId from_source(std::string_view spelled);
  // A term already folded: words joined by single spaces.
  PhraseId from_folded(std::string_view folded);
  // The number of a term met before, else kNoPhrase.
  PhraseId find(std::string_view folded) const;

  std::string_view text(PhraseId id) const { return terms_[id].text; }
  int words(PhraseId id) const { return terms_[id].words; }
  bool can_be_meant(PhraseId id) const {
    return terms_[id].words <= kMaxMeantWords && terms_[id].rarest >= min_meant_count_;
  }
  PhraseId size() const noexcept { return static_cast<PhraseId>(terms_.size()); }

 private:
  struct StoredPhrase {
    std::string text;
    int words;
    std::uint64_t rarest;  // count of its rarest word
  };

  const Unigrams* unigrams_;
  std::uint64_t min_meant_count_;
  std::deque<StoredPhrase> terms_;  // stays put: ids_ points into it
  std::unordered_map<std::string_view, PhraseId> ids_;
  std::string scratch_;
};

// Articles, pronouns, auxiliaries, the commonest prepositions, small numbers:
// words that spinners leave alone and thesauri pair with almost anything.
bool is_stop_word(std::string_view word);

}  // namespace despin::lexicon
