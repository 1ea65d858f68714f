// models/build/lexicon/unigrams.h
// The words that are frequent enough in the training text for an entry.
//
//   auto counts = lexicon::Unigrams::parse("party\t812\n", 20);
//   counts->count("party");  // 812; 0 if unknown or counted less than 20 times
//
// Input    Lines "word<TAB>count", words in the folded form of the text room.
// Threads  Immutable once parsed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "despin/result.h"

namespace despin::lexicon {

struct StringHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view s) const noexcept {
    return std::hash<std::string_view>{}(s);
  }
};

class Unigrams {
 public:
  // Keeps the words counted at least `min_count` times.
  // Errors: kBadInput (names the first bad line).
  static Result<Unigrams> parse(std::string_view tsv, std::uint64_t min_count);

  // Of which every word has a count of 1.
  static Unigrams any();

  std::uint64_t count(std::string_view word) const {
    const auto found = counts_.find(word);
    return found == counts_.end() ? others_ : found->second;
  }

  // Gives those of the words that have no count a count of 1.
  void admit(std::span<const std::string> words);

 private:
  std::uint64_t others_ = 0;  // count of words that are not listed
  std::unordered_map<std::string, std::uint64_t, StringHash, std::equal_to<>> counts_;
};

}  // namespace despin::lexicon
