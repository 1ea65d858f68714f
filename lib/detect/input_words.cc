#include "lib/detect/input_words.h"

namespace despin::detect {
namespace {

bool is_fixed(const text::Token& token) {
  return token.kind == text::TokenKind::kCode || token.kind == text::TokenKind::kNumber ||
         token.kind == text::TokenKind::kBreak ||
         (token.flags & (text::kInCode | text::kInTable)) != 0;
}

}  // namespace

void to_input_words(const text::Tokens& tokens, const format::Vocabulary& vocabulary,
                    std::vector<decode::InputWord>& out, std::uint32_t mention_words) {
  out.clear();
  out.reserve(tokens.list.size());
  for (const text::Token& token : tokens.list) {
    out.push_back({format::id_of(token, tokens, vocabulary),
                   (token.flags & text::kSentenceStart) != 0, is_fixed(token)});
  }
  const auto& list = tokens.list;
  for (std::size_t i = 0; i < list.size();) {
    if ((list[i].flags & text::kQuoted) == 0) {
      ++i;
      continue;
    }
    std::size_t end = i;
    std::size_t words = 0;
    for (; end < list.size() && (list[end].flags & text::kQuoted) != 0; ++end) {
      words += list[end].kind == text::TokenKind::kWord ? 1 : 0;
    }
    for (; i < end; ++i) out[i].fixed = out[i].fixed || words <= mention_words;
  }
}

}  // namespace despin::detect
