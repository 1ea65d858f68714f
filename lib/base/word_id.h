// lib/base/word_id.h - identifies a word of a model's vocabulary.
#pragma once

#include <cstdint>

namespace despin {

// Ids are dense; 0 is <unk>. The first words are the most frequent.
using WordId = std::uint32_t;
inline constexpr WordId kUnknownWord = 0;        // <unk>
inline constexpr WordId kSentenceBeginWord = 1;  // <s>
inline constexpr WordId kSentenceEndWord = 2;    // </s>
inline constexpr WordId kNumberWord = 3;         // <num>
inline constexpr WordId kBreakWord = 4;          // ,
inline constexpr WordId kCodeWord = 5;           // <code>
inline constexpr WordId kFirstPlainWord = 6;

}  // namespace despin
