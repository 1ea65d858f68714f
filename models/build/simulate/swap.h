// models/build/simulate/swap.h
// One pass over a text that chooses the words to swap and their substitutes.
//
//   const Swapped s = swap_words(text, tokens, pieces, vocabulary, choices, options);
//   s.text; s.changes; s.words; s.replaced;
//
// REQUIRES pieces by suspect.begin_byte; no swap crosses the boundary of one.
// Threads  Stateless.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/format/vocabulary.h"
#include "lib/text/tokens.h"
#include "models/build/simulate/choices.h"
#include "models/build/simulate/spin.h"

namespace despin::simulate {

struct Swapped {
  std::string text;
  std::vector<Change> changes;  // in order, disjoint
  std::uint32_t words = 0;
  std::uint32_t replaced = 0;
};

Swapped swap_words(std::string_view text, const text::Tokens& tokens,
                   std::span<const Change> pieces, const format::Vocabulary& vocabulary,
                   const Choices& choices, const SpinOptions& options);

}  // namespace despin::simulate
