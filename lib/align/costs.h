// lib/align/costs.h
// What each way to copy a word is worth, in nats against its own author writing it.
//
// A copyist keeps, inflects, swaps, adds or drops; how often he keeps or swaps depends on
// which words the rows are of (Shares). Anchors and chains only say where to look: they count
// kept words with the shares of all words, whatever the rows. README.md derives the numbers,
// parameters.h has them.
#pragma once

#include <algorithm>
#include <cstdint>

#include "lib/align/parameters.h"
#include "lib/align/words.h"

namespace despin::align {

inline float surprise(const Word& word, const EditCosts& costs) noexcept {
  return std::clamp(-word.ln_p, 0.0F, costs.max_word_nats);
}

inline float keep_nats(const Word& suspect, const Shares& shares, const EditCosts& costs) noexcept {
  return shares.kept + surprise(suspect, costs);
}

// A listed swap, before what its written words are worth. A share of what the entry's weight
// says: how likely the meaning is given what was written stands in for how likely the
// writing is given what was meant.
inline float listed_nats(float weight_nats, const Shares& shares, const EditCosts& costs) noexcept {
  return shares.listed + costs.listed_choice_nats +
         costs.listed_weight_share * std::clamp(weight_nats, costs.min_listed_weight_nats, 0.0F);
}

// An unlisted swap of `original` for `suspect`.
inline float unlisted_nats(const Word& original, const Word& suspect, const Shares& shares,
                           const EditCosts& costs) noexcept {
  const auto either = static_cast<std::uint8_t>(original.flags | suspect.flags);
  const auto differ = static_cast<std::uint8_t>(original.flags ^ suspect.flags);
  float nats = shares.unlisted;
  if ((differ & kFunctionWord) != 0) {
    nats += costs.one_function_word_nats;
  } else if ((either & kFunctionWord) != 0) {
    nats += costs.both_function_words_nats;
  }
  if ((either & kNumber) != 0) {
    nats += costs.number_nats;
  } else if ((either & kName) != 0) {
    nats += costs.name_nats;
  }
  return nats;
}

inline float more_nats(const Word& word, const EditCosts& costs) noexcept {
  return costs.more_nats + ((word.flags & (kNumber | kName)) != 0 ? costs.more_entity_nats : 0.0F);
}

}  // namespace despin::align
