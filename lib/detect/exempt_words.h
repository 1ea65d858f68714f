// lib/detect/exempt_words.h
// Which words of a text are left out of judgement for the marks around them: code, tables,
// mentions.
//
//   text::Tokens tokens = ...;
//   const ExemptWords exempt = settle_marks(tokens, parameters);
//   to_input_words(tokens, vocabulary, words);   // what is still marked is fixed
//
// Nobody swaps words in code, and a page about tortured phrases *mentions* them, in quotation marks
// that hold at most `mention_words` words; a spun interview quotes whole sentences. But marks are
// free to whoever writes a page. They are not believed where much of the text stands in them and
// reads as prose, by its share of function words: these are a third and more of any prose, a tenth
// of code, tables and lists of phrases.
// Threads  Stateless.
// Cost     O(tokens).
#pragma once

#include "despin/report.h"
#include "lib/detect/parameters.h"
#include "lib/text/tokens.h"

namespace despin::detect {

// Flags mentions kMentioned, and takes kInCode, kInTable and kMentioned from words that are judged
// all the same; stops that divide them into short cells are left out.
ExemptWords settle_marks(text::Tokens& tokens, const DetectParameters& parameters = {});

}  // namespace despin::detect
