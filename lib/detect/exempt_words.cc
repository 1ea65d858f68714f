#include "lib/detect/exempt_words.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "lib/text/terms.h"

namespace despin::detect {
namespace {

using text::Token;
using text::TokenKind;

constexpr std::uint16_t kMarks = text::kInCode | text::kInTable | text::kMentioned;
constexpr std::array<std::uint16_t, 4> kKinds{text::kInCode, text::kInTable, text::kMentioned,
                                              kMarks};

void flag_mentions(std::span<Token> list, std::uint32_t mention_words) {
  for (std::size_t i = 0; i < list.size();) {
    if ((list[i].flags & text::kQuoted) == 0) {
      ++i;
      continue;
    }
    std::size_t end = i;
    std::size_t words = 0;
    for (; end < list.size() && (list[end].flags & text::kQuoted) != 0; ++end) {
      words += list[end].kind == TokenKind::kWord ? 1 : 0;
    }
    for (; i < end; ++i) {
      if (words <= mention_words) list[i].flags |= text::kMentioned;
    }
  }
}

// Of rows and the like that are read as prose: stops that only divide cells.
constexpr std::uint32_t kWordsPerCell = 6;
// Marks within sentences hold a word or two, blocks of code many.
constexpr std::uint32_t kWordsPerMark = 4;

struct Count {
  std::uint32_t words = 0;
  std::uint32_t functions = 0;
  std::uint32_t runs = 0;  // of words
  std::uint32_t breaks = 0;
  bool inside = false;  // the last word is one of these

  void add(bool function) {
    ++words;
    functions += function ? 1 : 0;
    runs += inside ? 0 : 1;
    inside = true;
  }
  bool is_prose(double share) const { return functions >= share * words; }
};

// Whether the words marked so are too many to be believed.
bool too_many(const Count& marked, const Count& all, bool mentions,
              const DetectParameters& parameters) {
  if (marked.words < parameters.exempt_words) return false;
  const double share = static_cast<double>(marked.words) / static_cast<double>(all.words);
  const double least = mentions ? parameters.mention_share : parameters.exempt_prose_share;
  if (share > least && marked.is_prose(parameters.prose_share)) return true;
  // Marks around the words that matter, in prose; a list of phrases is such a text too.
  return !mentions && marked.words < kWordsPerMark * marked.runs &&
         share > parameters.exempt_share && all.is_prose(parameters.prose_share);
}

void settle(const text::Tokens& tokens, std::span<Token> list, const DetectParameters& parameters,
            ExemptWords& out) {
  Count all;
  std::array<Count, kKinds.size()> marked;
  for (const Token& token : list) {
    const bool word = token.kind == TokenKind::kWord;
    const bool function = word && text::is_function_word(tokens.form(token));
    if (word) all.add(function);
    for (std::size_t k = 0; k < kKinds.size(); ++k) {
      if ((token.flags & kKinds[k]) == 0) {
        marked[k].inside = marked[k].inside && !word;
      } else if (word) {
        marked[k].add(function);
      } else if (token.kind == TokenKind::kBreak) {
        ++marked[k].breaks;
      }
    }
  }
  std::uint16_t disbelieved = 0;
  std::uint16_t cells = 0;
  for (std::size_t k = 0; k < kKinds.size(); ++k) {
    const bool mentions = (kKinds[k] & text::kMentioned) != 0;
    if (!too_many(marked[k], all, mentions, parameters)) continue;
    disbelieved |= kKinds[k];
    if (marked[k].breaks * kWordsPerCell > marked[k].words) cells |= kKinds[k];
  }
  for (Token& token : list) {
    if ((token.flags & kMarks) == 0) continue;
    if (token.kind == TokenKind::kBreak && (token.flags & cells) != 0) {
      token.form_size = 0;  // left out below
      continue;
    }
    token.flags = static_cast<std::uint16_t>(token.flags & ~disbelieved);
    if (token.kind != TokenKind::kWord) continue;
    ++((token.flags & kMarks) == 0 ? out.judged : out.left_out);
  }
}

}  // namespace

ExemptWords settle_marks(text::Tokens& tokens, const DetectParameters& parameters) {
  ExemptWords out;
  std::vector<Token>& list = tokens.list;
  flag_mentions(list, parameters.mention_words);
  const auto is_marked = [](const Token& t) { return (t.flags & kMarks) != 0; };
  const std::size_t stretch = parameters.exempt_stretch;
  for (std::size_t begin = 0; begin < list.size();) {
    // No short rest is left.
    const std::size_t left = list.size() - begin;
    const std::size_t size = left < 2 * stretch ? left : stretch;
    const std::span<Token> part(list.data() + begin, size);
    if (std::any_of(part.begin(), part.end(), is_marked)) settle(tokens, part, parameters, out);
    begin += size;
  }
  std::erase_if(list,
                [](const Token& t) { return t.kind == TokenKind::kBreak && t.form_size == 0; });
  return out;
}

}  // namespace despin::detect
