// lib/align/words.h
// A text as the aligner sees it: a row of words, spelled as numbers.
//
// Any subset of a text's words may be the row, for example those that an index keeps,
// as long as both sides are rows of the same kind.
// Units    ln_p is natural; ranges are [begin, end) indices of words.
#pragma once

#include <cstdint>

#include "lib/align/parameters.h"
#include "lib/base/word_id.h"
#include "lib/channel/channel.h"
#include "lib/format/vocabulary.h"

namespace despin::align {

// Bits of Word::flags.
enum WordFlag : std::uint8_t {
  kFunctionWord = 1,  // text::is_function_word()
  kName = 2,          // capitals that no sentence start explains
  kNumber = 4,        // numbers, addresses, identifiers: no spinner writes other ones
  kSentenceStart = 8,
  kQuoted = 16,  // inside quotation marks: not the author's own words
};

struct Word {
  std::uint64_t key = 0;       // base::hash_bytes() of text::term_of()
  WordId word = kUnknownWord;  // in the dictionary's vocabulary
  float ln_p = 0;              // of this word here, had its own author written it
  std::uint8_t flags = 0;
};

struct WordRange {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t size() const noexcept { return end - begin; }
  bool empty() const noexcept { return begin == end; }
  bool operator==(const WordRange&) const = default;
};

// Which words of the texts the rows hold.
enum class RowWords : std::uint8_t { kAll, kContent };

// What is known of swaps. The pointers outlive the call.
struct Dictionary {
  const channel::Channel* channel = nullptr;
  const format::Vocabulary* vocabulary = nullptr;
  RowWords rows = RowWords::kAll;
  const Parameters* parameters = &kDefaultParameters;

  const Shares& shares() const noexcept {
    return rows == RowWords::kAll ? parameters->all_words : parameters->content_words;
  }
};

}  // namespace despin::align
