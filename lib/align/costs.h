// lib/align/costs.h
// What each way to copy a word is worth, in nats against its own author writing it.
//
// A copyist keeps, inflects, swaps, adds or drops; how often he keeps or swaps depends on
// which words the rows are of (Shares). Anchors and chains only say where to look: they count
// kept words with the shares of all words, whatever the rows. README.md derives the numbers.
#pragma once

#include <algorithm>
#include <cstdint>

#include "lib/align/words.h"

namespace despin::align {

// A word that the null has never seen still counts for no more than this.
inline constexpr float kMaxWordNats = 10;

inline constexpr float kInflectNats = -3.5F;  // ln of the share of words inflected in one way
inline constexpr float kAddOpenNats = -4.5F;
inline constexpr float kAddNats = -0.8F;
inline constexpr float kDropOpenNats = -4.5F;
inline constexpr float kDropNats = -0.7F;
// A swap that no list knows: each word more on either side.
inline constexpr float kUnlistedMoreNats = -2;
// Copies begin and end where sentences do far more often than elsewhere.
inline constexpr float kSentenceEdgeNats = 3;

inline float surprise(const Word& word) noexcept {
  return std::clamp(-word.ln_p, 0.0F, kMaxWordNats);
}

inline float keep_nats(const Word& suspect, const Shares& shares = kOfAllWords) noexcept {
  return shares.kept + surprise(suspect);
}

// A listed swap, before what its written words are worth. Half of what the entry's weight
// says: how likely the meaning is given what was written stands in for how likely the
// writing is given what was meant.
inline float listed_nats(float weight_nats, const Shares& shares) noexcept {
  return shares.listed - 2 + 0.5F * std::clamp(weight_nats, -6.0F, 0.0F);
}

// An unlisted swap of `original` for `suspect`. Names and numbers are what two texts of
// one topic share and what templates differ in: no spinner changes them at will.
inline float unlisted_nats(const Word& original, const Word& suspect,
                           const Shares& shares) noexcept {
  const auto either = static_cast<std::uint8_t>(original.flags | suspect.flags);
  const auto differ = static_cast<std::uint8_t>(original.flags ^ suspect.flags);
  float nats = shares.unlisted;
  if ((differ & kFunctionWord) != 0) {
    nats -= 1.2F;
  } else if ((either & kFunctionWord) != 0) {
    nats -= 1;
  }
  if ((either & kNumber) != 0) {
    nats -= 3;
  } else if ((either & kName) != 0) {
    nats -= 1.5F;
  }
  return nats;
}

inline float unlisted_more_nats(const Word& word) noexcept {
  return kUnlistedMoreNats - ((word.flags & (kNumber | kName)) != 0 ? 1.5F : 0.0F);
}

}  // namespace despin::align
