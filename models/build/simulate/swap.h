// models/build/simulate/swap.h
// One pass over a text: which words are swapped, and for what.
//
//   const Swapped s = swap_words(text, tokens, pieces, vocabulary, choices, options);
//   s.text; s.changes; s.words; s.replaced;
//
// REQUIRES pieces by suspect.begin_byte; no swap crosses the border of one.
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
