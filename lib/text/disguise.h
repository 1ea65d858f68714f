// lib/text/disguise.h - reads the words of an English text whose letters were exchanged for others
// that look the same.
//
//   Tokens tokens = ...;      // of a whole text, Tokens::odd_words counted
//   unmask(tokens);           // "w0rd", "\u1D21o\u0280d", "wo\u0323rd" become "word"
//
// A word with an accent, a digit or a letter of phonetics is written so on purpose: Turkish names,
// IPA, "H2O", French. The words are read otherwise only in a text where a tenth or more of all
// words has such characters, and which is English if they are read as ASCII. Threads  Stateless.
// Cost     A comparison for other texts; O(bytes of the words) for such.
// Method   Unicode Technical Standard 39, sec. 4 (skeletons), by ICU; small capitals, which it does
//          not map, and 0 and 1 for o and l are ours.
#pragma once

#include "lib/text/tokens.h"

namespace despin::text {

// Replaces the forms of disguised words, counts the characters in `tokens.lookalike`, and flags the
// words kLookalike.
void unmask(Tokens& tokens);

}  // namespace despin::text
