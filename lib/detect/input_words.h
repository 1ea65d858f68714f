// lib/detect/input_words.h
// Tokens as the decoder's symbols: one symbol a token, in order.
//
// A token is *fixed*, beyond a spinner's reach or not the author's own wording,
// if it is code or a number, stands in a table, or is mentioned (exempt_words.h).
#pragma once

#include <vector>

#include "lib/decode/lattice.h"
#include "lib/format/vocabulary.h"
#include "lib/text/tokens.h"

namespace despin::detect {

// Replaces what `out` held.
void to_input_words(const text::Tokens& tokens, const format::Vocabulary& vocabulary,
                    std::vector<decode::InputWord>& out);

}  // namespace despin::detect
