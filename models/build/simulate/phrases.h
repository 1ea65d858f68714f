// models/build/simulate/phrases.h
// The words of a channel's written forms, which it keeps as hashes only.
//
//   const auto forms = written_forms(model);
//   for (const WrittenWords& form : forms) use(form.index, form.words);
//
// Method   The hash of a phrase is a bijection in each of its words, and a word is a
//          number below 2^24: taken backwards, the upper half of what is left names the
//          last word. Of three words the first is tried, among those that begin such a
//          form; of four the second too, among the commonest kSecondWords, and only
//          for forms that spinners favor by kMinSwapRatioNats. On the shipped model all
//          forms of one to three words and 154 of the 215 favored ones of four come back,
//          in under a second.
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
