// tests/support/compared_words.h - the words of a text as a Comparison has them.
#pragma once

#include <string_view>
#include <vector>

#include "despin/comparison.h"
#include "lib/text/tokens.h"

namespace despin {

// Tokens that are no breaks; what begins at a break begins at the word after it.
inline std::vector<ComparedWord> words_of(std::string_view text) {
  text::Tokens tokens;
  std::vector<ComparedWord> out;
  if (!text::tokenize(text, tokens)) return out;
  bool sentence = false;
  bool paragraph = false;
  for (const text::Token& token : tokens.list) {
    sentence = sentence || (token.flags & text::kSentenceStart) != 0;
    paragraph = paragraph || (token.flags & text::kParagraphStart) != 0;
    if (token.kind == text::TokenKind::kBreak) continue;
    out.push_back({{token.begin_byte, token.end_byte}, sentence, paragraph});
    sentence = paragraph = false;
  }
  return out;
}

inline bool same_words(const std::vector<ComparedWord>& a, const std::vector<ComparedWord>& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i].span.begin_byte != b[i].span.begin_byte || a[i].span.end_byte != b[i].span.end_byte ||
        a[i].begins_sentence != b[i].begins_sentence ||
        a[i].begins_paragraph != b[i].begins_paragraph) {
      return false;
    }
  }
  return true;
}

}  // namespace despin
