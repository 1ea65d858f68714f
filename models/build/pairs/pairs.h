// models/build/pairs/pairs.h
// Pairs of phrases: a substitute and its original.
//
//   auto pairs = train::read_pairs_tsv("pairs.tsv", 1.0);
//   if (!pairs) return fail(pairs.error());
//   auto learn = train::of_half(*pairs, 0);  // the rest, of_half(*pairs, 1), is for measuring
//   auto swaps = train::align(learn, {});    // align.h
//
// Forms    Words and numbers as spelled by text::tokenize; breaks are dropped.
// Threads  Stateless.
// Errors   kNotFound, kNotReadable; kBadInput and kBadUtf8 name the line.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "despin/result.h"
#include "lib/base/word_id.h"
#include "lib/format/vocabulary.h"

namespace despin::train {

struct PhrasePair {
  std::vector<std::string> written;
  std::vector<std::string> meant;
  double weight = 1;
  std::string group;  // id of its record; empty for a separate pair
  std::string line;   // "written<TAB>meant" as the file spells them
};

// Longest side of a pair, in words; longer ones are left out.
inline constexpr std::size_t kMaxPhraseWords = 24;

// "written<TAB>meant" a line, remarks in the meant side cut by clean_meant(). Lines
// that are empty, or that have a side without words, are left out.
Result<std::vector<PhrasePair>> read_pairs_tsv(const std::string& path, double weight);

// Labeled records, one a line (despin/reader.h): their substitutions.
Result<std::vector<PhrasePair>> read_labeled_jsonl(const std::string& path, double weight);

// Ids of a side's forms; empty if the vocabulary lacks one.
inline std::vector<WordId> ids_of(const std::vector<std::string>& forms,
                                  const format::Vocabulary& vocabulary) {
  std::vector<WordId> ids;
  for (const std::string& form : forms) {
    const WordId id = vocabulary.find(form);
    if (id == kUnknownWord) return {};
    ids.push_back(id);
  }
  return ids;
}

// The phrase that a reader's note means: "random forest (rf)" is "random forest",
// "[neural network] layer" is "layer", "infected/affected people" is "infected people",
// "strengths?" is "strengths", "the word 'are', see ..." is "are", "???" is nothing.
// Of alternatives the first counts; a comma or slash that stands in `written` too
// parts no alternatives.
std::string clean_meant(std::string_view written, std::string_view meant);

// 0 or 1, by a hash of the group or, where there is none, of the line: pairs of one
// record never part, and a file may grow without its pairs changing sides.
int half_of(const PhrasePair& pair);

std::vector<PhrasePair> of_half(std::span<const PhrasePair> pairs, int half);

}  // namespace despin::train
