// lib/detect/disguised_words.h
// Reads words that a text spells so that a program does not know them and a reader does.
//
//   const std::uint32_t glued = read_disguised(utf8, vocabulary, tokens);
//
// Beyond single characters (lib/text/disguise.h) these are pairs and whole words, which only a
// vocabulary tells from names: capital I for l, "rn" for "m", lettesr turned, l e t t e r s apart,
// and words glued into identifiers (so_called, so.called, soCalled()). Each is believed where it
// is frequent in a text, glued words where they read as prose: code is left alone. Stops between
// every few words (commas, cells) are left out.
// Threads  Stateless.
// Cost     O(tokens); most words are not looked up.
#pragma once

#include <cstdint>
#include <string_view>

#include "lib/format/vocabulary.h"
#include "lib/text/tokens.h"

namespace despin::detect {

// Replaces tokens of `utf8`; counts look-alikes and gaps in Tokens::lookalike and
// Tokens::invisible. Returns the number of words that were glued.
std::uint32_t read_disguised(std::string_view utf8, const format::Vocabulary& vocabulary,
                             text::Tokens& tokens);

}  // namespace despin::detect
