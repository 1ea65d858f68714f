// lib/text/tokens.h - splits a text into tokens: words with byte spans in the caller's text.
//
//   text::Tokens tokens;                       // reusable
//   auto ok = text::tokenize(utf8, tokens);    // kBadUtf8, kTooLarge
//   for (const text::Token& t : tokens.list) use(tokens.form(t));
//
// Units    begin_byte/end_byte are bytes of the caller's text, half-open.
// Forms    NFKC, case-folded, apostrophes as ', homoglyphs replaced by Latin letters, zero-width
//          characters removed. An English text of which many words are disguised by accents, small
//          capitals or digits is read without them (lib/text/disguise.h). Words are split at
//          hyphens and slashes (the right part carries kJoined) and before 's; other contractions
//          ("don't") stay whole. The form of a number is
//          "<num>", of a comma, semicolon, colon, dash or bracket ",", of addresses and identifiers
//          (a URL, an e-mail, a_name, f(), fileName) "<code>". Sentence ends are a flag of the next
//          token, not a token. Quotation marks, bullets and other symbols are skipped.
// Threads  Tokens serves one call at a time; tokenize() has no other state.
// Cost     O(bytes).
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "despin/result.h"
#include "lib/base/budget.h"

namespace despin::text {

enum class TokenKind : std::uint8_t { kWord, kNumber, kBreak, kCode };

enum class Shape : std::uint8_t { kLower, kTitle, kUpper, kMixed, kNone };

// Bits of Token::flags.
enum Flag : std::uint16_t {
  kSentenceStart = 1,   // first token of a sentence (and of the text)
  kParagraphStart = 2,  // first token of a paragraph
  kJoined = 4,          // no space before it: "state-owned", "it's"
  kQuoted = 8,          // inside quotation marks
  kInCode = 16,         // inside backticks or a fenced or indented code block
  kInTable = 32,        // on a line of cells separated by | or tabs
  kInList = 64,         // on a line that begins with a bullet or number
  kInvisible = 128,     // zero-width or soft-hyphen characters were removed
  kLookalike = 256,     // characters that look like Latin letters were replaced by these
  kMentioned = 512,     // not set here: in quotation marks with few others (lib/detect)
};

struct Token {
  std::uint32_t begin_byte = 0;
  std::uint32_t end_byte = 0;
  std::uint32_t form_begin = 0;  // offset into Tokens::forms
  std::uint16_t form_size = 0;
  TokenKind kind = TokenKind::kWord;
  Shape shape = Shape::kLower;
  std::uint16_t flags = 0;
};

struct Tokens {
  std::string forms;
  std::vector<Token> list;
  std::uint32_t invisible = 0;  // number of characters, whole text
  std::uint32_t lookalike = 0;
  std::uint32_t odd_words = 0;  // with letters beyond ASCII, or with digits
  Truncation truncated;         // by TokenizeOptions::max_words

  std::string_view form(const Token& token) const {
    return std::string_view(forms).substr(token.form_begin, token.form_size);
  }
};

// Longest text accepted, in bytes.
inline constexpr std::uint64_t kMaxTextBytes = 1ULL << 30;

struct TokenizeOptions {
  // Tokens that are no breaks; the text behind them is not read. Of a longer text only the first
  // kMaxBytesPerWord bytes for each of them are looked at, whatever they hold.
  std::uint32_t max_words = std::numeric_limits<std::uint32_t>::max();
  base::Budget* budget = nullptr;
};
inline constexpr std::uint64_t kMaxBytesPerWord = 64;

// Replaces what `out` held. Errors: kBadUtf8 (names the first bad byte offset),
// kTooLarge, those of the budget.
Result<void> tokenize(std::string_view utf8, Tokens& out, const TokenizeOptions& options = {});

}  // namespace despin::text
