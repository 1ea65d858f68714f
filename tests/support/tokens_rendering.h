// tests/support/tokens_rendering.h - tokens as one line, for tables of cases.
//
//   rendered("Well-known. \"Yes.\"")   // "|well +known |yes/q"
//   check({{"a b", "P|a b"}});         // many of them
//
// | a sentence starts, P a paragraph too; + no space to the token before; behind
// the slash: q quoted, c in code, t in a table, l in a list, i invisible characters
// removed, a look-alike letters folded.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "gtest/gtest.h"
#include "lib/text/tokens.h"

namespace despin::text {

inline std::string rendered(const Tokens& tokens) {
  static constexpr std::pair<Flag, char> kLetters[] = {{kQuoted, 'q'},    {kInCode, 'c'},
                                                       {kInTable, 't'},   {kInList, 'l'},
                                                       {kInvisible, 'i'}, {kLookalike, 'a'}};
  std::string out;
  for (const Token& t : tokens.list) {
    if (!out.empty()) out += ' ';
    if ((t.flags & kParagraphStart) != 0) out += 'P';
    if ((t.flags & kSentenceStart) != 0) out += '|';
    if ((t.flags & kJoined) != 0) out += '+';
    out += tokens.form(t);
    std::string letters;
    for (const auto& [flag, letter] : kLetters) {
      if ((t.flags & flag) != 0) letters += letter;
    }
    if (!letters.empty()) out += '/' + letters;
  }
  return out;
}

inline std::string rendered(std::string_view text) {
  Tokens tokens;
  const Result<void> done = tokenize(text, tokens);
  return done ? rendered(tokens) : done.error().message;
}

struct RenderedCase {
  std::string_view text;
  std::string_view expected;
};

template <std::size_t n>
void check(const RenderedCase (&cases)[n]) {
  for (const RenderedCase& c : cases) EXPECT_EQ(rendered(c.text), c.expected) << c.text;
}

}  // namespace despin::text
