#include "lib/align/text_words.h"

#include <algorithm>
#include <string>

#include "lib/base/hash.h"
#include "lib/text/terms.h"

namespace despin::align {
namespace {

bool is_name(const text::Token& token, WordId word) {
  if (token.shape == text::Shape::kLower || token.shape == text::Shape::kNone) return false;
  // A sentence begins with a capital whatever the word; only an unseen one tells.
  return (token.flags & text::kSentenceStart) == 0 || token.shape == text::Shape::kMixed ||
         word == kUnknownWord;
}

}  // namespace

void to_words(const text::Tokens& tokens, std::string_view utf8,
              const format::Vocabulary& vocabulary, const lm::NgramModel& ngrams,
              const ClassCosts& classes, TextWords& out, base::Budget* budget) {
  out.words.clear();
  out.tokens.clear();
  out.words.reserve(tokens.list.size());
  out.tokens.reserve(tokens.list.size());
  std::string buffer;
  lm::State state = ngrams.begin_state();
  bool starts = true;  // a sentence that opens with a break starts at its first word
  for (std::uint32_t t = 0; t < tokens.list.size(); ++t) {
    const text::Token& token = tokens.list[t];
    if (!base::may_go_on(budget, 1)) return;
    const WordId id = format::id_of(token, tokens, vocabulary);
    if ((token.flags & text::kSentenceStart) != 0) {
      state = ngrams.begin_state();
      starts = true;
    }
    lm::State next;
    float ln_p = ngrams.score(state, id, next);
    state = next;
    if (token.kind == text::TokenKind::kBreak) continue;
    const std::string_view term = text::term_of(tokens, token, utf8, buffer);
    align::Word word;
    word.key = base::hash_bytes(term);
    word.word = id;
    if (token.kind != text::TokenKind::kWord) {
      word.flags |= align::kNumber;
      ln_p += classes.digit_nats *
              static_cast<float>(std::min<std::size_t>(term.size(), classes.max_digits));
    } else {
      if (id == kUnknownWord) ln_p += classes.unseen_nats;
      if (text::is_function_word(term)) word.flags |= align::kFunctionWord;
      if (is_name(token, id)) word.flags |= align::kName;
    }
    if (starts) word.flags |= align::kSentenceStart;
    starts = false;
    if ((token.flags & text::kQuoted) != 0) word.flags |= align::kQuoted;
    word.ln_p = ln_p;
    out.words.push_back(word);
    out.tokens.push_back(t);
  }
}

}  // namespace despin::align
