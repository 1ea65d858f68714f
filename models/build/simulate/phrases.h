// models/build/simulate/phrases.h
// Recovers the words of a channel's written forms, which are stored only as hashes.
//
//   const auto forms = written_forms(model);
//   for (const WrittenWords& form : forms) use(form.index, form.words);
//
// Method   The hash of a phrase is a bijection in each of its words, and a word is a number below
//          2^24: inverted step by step, the upper half of the remainder gives the last word. For
//          three words all possible first words are tried; for four also the kSecondWords most
//          frequent second words, and only for forms with a swap ratio of at least
//          kMinSwapRatioNats. On the shipped model this recovers all forms of one to three words
//          and 154 of the 215 such forms of four, in under a second.
#pragma once

#include <vector>

#include "lib/channel/channel.h"
#include "lib/detect/model.h"

namespace despin::simulate {

inline constexpr WordId kSecondWords = 1000;
inline constexpr float kMinSwapRatioNats = 1;

struct WrittenWords {
  channel::WrittenIndex index = 0;
  std::vector<WordId> words;
};

// By index.
std::vector<WrittenWords> written_forms(const detect::Model& model);

}  // namespace despin::simulate
