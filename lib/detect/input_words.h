// lib/detect/input_words.h
// Tokens as the decoder's symbols: one symbol a token, in order.
//
// A token is *fixed*, beyond a spinner's reach or not the author's own wording,
// if it is code or a number, stands in a table, or is mentioned: inside quotation
// marks that hold at most `mention_words` words. A page about tortured phrases
// quotes them; a spun interview quotes whole sentences.
#pragma once

#include <cstdint>
#include <vector>

#include "lib/decode/lattice.h"
#include "lib/detect/parameters.h"
#include "lib/format/vocabulary.h"
#include "lib/text/tokens.h"

namespace despin::detect {

// Replaces what `out` held.
void to_input_words(const text::Tokens& tokens, const format::Vocabulary& vocabulary,
                    std::vector<decode::InputWord>& out,
                    std::uint32_t mention_words = DetectParameters{}.mention_words);

}  // namespace despin::detect
