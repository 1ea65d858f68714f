// tests/support/text_invariants.h - what holds for the tokens of any text.
//
//   const std::string broken = broken_invariant(text);   // "" if all hold
//
// Shared by the property tests and the fuzzer.
#pragma once

#include <string>
#include <string_view>

#include "lib/text/slow_tokens.h"
#include "lib/text/tokens.h"

namespace despin::text {

inline std::string at_token(std::string_view what, std::size_t index) {
  return std::string(what) + " at token " + std::to_string(index);
}

inline std::string broken_invariant(std::string_view text) {
  Tokens tokens;
  const Result<void> done = tokenize(text, tokens);
  Tokens slow;
  const Result<void> slow_done = tokenize_slowly(text, slow);
  if (done.has_value() != slow_done.has_value()) return "one way fails, the other does not";
  if (!done) {
    if (!tokens.list.empty()) return "tokens beside an error";
    return done.error().message == slow_done.error().message ? "" : "two messages";
  }
  if (tokens.list.size() != slow.list.size()) return "the slow way has other tokens";
  if (tokens.invisible != slow.invisible || tokens.lookalike != slow.lookalike) {
    return "the slow way counts otherwise";
  }

  const auto boundary = [&](std::size_t i) {
    return i == text.size() || (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80;
  };
  Tokens alone;
  std::size_t end = 0;
  for (std::size_t i = 0; i < tokens.list.size(); ++i) {
    const Token& t = tokens.list[i];
    const Token& s = slow.list[i];
    if (t.begin_byte != s.begin_byte || t.end_byte != s.end_byte || t.kind != s.kind ||
        t.shape != s.shape || t.flags != s.flags || tokens.form(t) != slow.form(s)) {
      return at_token("the slow way differs", i);
    }
    if (t.begin_byte < end || t.end_byte <= t.begin_byte || t.end_byte > text.size()) {
      return at_token("span out of order", i);
    }
    if (!boundary(t.begin_byte) || !boundary(t.end_byte)) return at_token("split character", i);
    end = t.end_byte;
    const std::string_view form = tokens.form(t);
    if (form.empty() || form.find_first_of(" \n") != std::string_view::npos) {
      return at_token("form of no word", i);
    }
    const std::string_view expected = t.kind == TokenKind::kNumber  ? "<num>"
                                      : t.kind == TokenKind::kCode  ? "<code>"
                                      : t.kind == TokenKind::kBreak ? ","
                                                                    : form;
    if (form != expected) return at_token("form of another kind", i);
    if (i == 0 && t.flags != (t.flags | kSentenceStart | kParagraphStart)) {
      return "the first token starts nothing";
    }
    if (t.kind == TokenKind::kBreak &&
        ((t.flags & kSentenceStart) != 0 || i + 1 == tokens.list.size() ||
         tokens.list[i + 1].kind == TokenKind::kBreak ||
         (tokens.list[i + 1].flags & kSentenceStart) != 0)) {
      return at_token("a break not between two words of a sentence", i);
    }
    if ((t.flags & kParagraphStart) != 0 && (t.flags & kSentenceStart) == 0) {
      return at_token("a paragraph without a sentence", i);
    }
    // What disguised letters and blank ones stand for hangs on the whole text, and a line that is
    // written backward is read from its end.
    if (text.find("\u202E") != std::string_view::npos) continue;
    if (t.kind != TokenKind::kWord || (t.flags & (kLookalike | kInvisible)) != 0) continue;
    const std::string_view span = text.substr(t.begin_byte, t.end_byte - t.begin_byte);
    if (!tokenize(span, alone) || alone.list.size() != 1 || alone.form(alone.list[0]) != form ||
        alone.list[0].shape != t.shape) {
      return at_token("a word alone reads otherwise", i);
    }
  }
  return "";
}

}  // namespace despin::text
