#include "lib/detect/input_words.h"

namespace despin::detect {
namespace {

bool is_fixed(const text::Token& token) {
  return token.kind == text::TokenKind::kCode || token.kind == text::TokenKind::kNumber ||
         token.kind == text::TokenKind::kBreak ||
         (token.flags & (text::kInCode | text::kInTable | text::kMentioned)) != 0;
}

}  // namespace

void to_input_words(const text::Tokens& tokens, const format::Vocabulary& vocabulary,
                    std::vector<decode::InputWord>& out) {
  out.clear();
  out.reserve(tokens.list.size());
  for (const text::Token& token : tokens.list) {
    out.push_back({format::id_of(token, tokens, vocabulary),
                   (token.flags & text::kSentenceStart) != 0, is_fixed(token)});
  }
}

}  // namespace despin::detect
