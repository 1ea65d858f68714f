// Invariants of the tokens of any text, on seeded random texts of three kinds.
#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "lib/text/blanks.h"
#include "lib/text/fold.h"
#include "lib/text/plain.h"
#include "lib/text/utf8.h"
#include "tests/support/text_invariants.h"

namespace despin::text {
namespace {

using Random = std::mt19937_64;

std::size_t below(Random& random, std::size_t n) { return static_cast<std::size_t>(random() % n); }

void append(char32_t c, std::string& out) {
  const auto byte = [](char32_t bits) { return static_cast<char>(bits); };
  if (c < 0x80) {
    out += byte(c);
  } else if (c < 0x800) {
    (out += byte(0xC0 | c >> 6)) += byte(0x80 | (c & 63));
  } else if (c < 0x10000) {
    ((out += byte(0xE0 | c >> 12)) += byte(0x80 | (c >> 6 & 63))) += byte(0x80 | (c & 63));
  } else {
    (out += byte(0xF0 | c >> 18)) += byte(0x80 | (c >> 12 & 63));
    (out += byte(0x80 | (c >> 6 & 63))) += byte(0x80 | (c & 63));
  }
}

// Any characters, those that mean something here far more often than their share.
std::string random_characters(Random& random) {
  static constexpr std::array<std::array<char32_t, 2>, 16> kRanges{{{'a', 'z'},
                                                                    {'A', 'Z'},
                                                                    {' ', '@'},
                                                                    {0, 0x7F},
                                                                    {0x80, 0x24F},
                                                                    {0x300, 0x36F},
                                                                    {0x370, 0x52F},
                                                                    {0x2000, 0x206F},
                                                                    {0x2010, 0x203A},
                                                                    {0x2100, 0x218F},
                                                                    {0x3300, 0x33FF},
                                                                    {0xAC00, 0xAFFF},
                                                                    {0xFB00, 0xFDFF},
                                                                    {0xFE00, 0xFFFF},
                                                                    {0x1D400, 0x1F9FF},
                                                                    {0, 0x10FFFF}}};
  std::string text;
  const std::size_t length = below(random, 60);
  std::size_t range = 0;
  for (std::size_t i = 0; i < length; ++i) {
    if (below(random, 3) == 0) range = below(random, kRanges.size());
    const auto [first, last] = kRanges[range];
    const auto c = static_cast<char32_t>(first + below(random, last - first + 1));
    append(c >= 0xD800 && c < 0xE000 ? U' ' : c, text);
  }
  return text;
}

// Pieces of ordinary text and of what its rules treat apart, in any order.
std::string random_pieces(Random& random) {
  static constexpr auto kPieces = std::to_array<std::string_view>({
      "the",
      "Paris",
      "U.S.",
      "e.g.",
      "Dr.",
      "J.K.",
      "Ph.D.",
      "No.",
      "a",
      "don't",
      "'s",
      "\u2019s",
      "state-of-the-art",
      "AT&T",
      "f(x)",
      "a_b",
      "x.y.z",
      "fileName",
      "iPhone",
      "http://a.example/b?c",
      "me@example.org",
      "@me",
      "/usr/lib",
      "12",
      "3.5%",
      "$12bn",
      "\u00A3"
      "3",
      "10:30",
      "2nd",
      "\u00BD",
      "-",
      "--",
      "\u2013",
      "\u2014",
      "...",
      "\u2026",
      ".",
      "!",
      "?",
      ",",
      ";",
      ":",
      "(",
      ")",
      "[3]",
      "(s)",
      "\"",
      "\u201C",
      "\u201D",
      "\u2018",
      "`",
      "```",
      "\n",
      "\n\n",
      "\n- ",
      "\n1. ",
      "\n# ",
      "\n| ",
      "|",
      "\t",
      "    ",
      " ",
      " ",
      " ",
      "\u00AD",
      "\u200B",
      "\u0430",
      "\u043E",
      "\uFB01",
      "e\u0301",
      "\u0301",
      "\u2122",
      "\u00A0",
      "\u1E9E",
      "\u0130",
      "\u01C5",
      "\u3164",
      "\U0001F600",
      "\r\n",
      "'",
      "/",
      "&",
  });
  std::string text;
  const std::size_t count = below(random, 40);
  for (std::size_t i = 0; i < count; ++i) text += kPieces[below(random, kPieces.size())];
  return text;
}

std::string random_bytes(Random& random) {
  std::string text(below(random, 40), '\0');
  for (char& c : text) c = static_cast<char>(random());
  return text;
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    static constexpr std::string_view kHex = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7F && c != '\\') {
      out += c;
    } else {
      ((out += "\\x") += kHex[byte >> 4]) += kHex[byte & 15];
    }
  }
  return out;
}

void check(std::string (*make)(Random&), int texts, std::uint64_t seed) {
  Random random(seed);
  for (int i = 0; i < texts; ++i) {
    const std::string text = make(random);
    ASSERT_EQ(broken_invariant(text), "") << "text " << i << ": " << escaped(text);
  }
}

TEST(TextTokens, HoldTheirInvariantsOnAnyCharacters) { check(random_characters, 20000, 1); }
TEST(TextTokens, HoldTheirInvariantsOnPiecesOfText) { check(random_pieces, 10000, 2); }
TEST(TextTokens, HoldTheirInvariantsOnAnyBytes) { check(random_bytes, 20000, 3); }

// Folded text folds to itself, so a table keyed by folded phrases is found again.
TEST(TextTokens, FoldingTwiceIsFoldingOnce) {
  Random random(4);
  for (int i = 0; i < 5000; ++i) {
    std::string words;
    for (std::size_t n = below(random, 8); n > 0; --n) {
      std::string text = random_characters(random);
      Tokens tokens;
      ASSERT_TRUE(tokenize(text, tokens));
      for (const Token& t : tokens.list) {
        if (t.kind == TokenKind::kWord) words += std::string(tokens.form(t)) + ' ';
      }
    }
    const std::string once = fold(words);
    ASSERT_EQ(fold(once), once) << escaped(words);
  }
}

// The map leads every character of plain text back into the source, in order,
// and all of the source is led back to but what shows nothing.
TEST(TextTokens, PlainTextLeadsBackToItsSource) {
  Random random(5);
  for (int i = 0; i < 20000; ++i) {
    const std::string source = random_characters(random);
    const Utf8Survey survey = survey_utf8(source);
    ASSERT_EQ(survey.bad_byte, kNoBadByte);
    Plain plain;
    make_plain(source, survey, plain);
    SourceMap map(plain);
    std::size_t end = 0;
    for (std::size_t at = 0; at < plain.text.size();) {
      const std::size_t begin = at;
      next_character(plain.text, at);
      const SourceSpan span = map.source(begin, at);
      ASSERT_LT(span.begin, span.end) << escaped(source);
      ASSERT_LE(span.end, source.size()) << escaped(source);
      ASSERT_EQ(span.removed, 0U) << escaped(source);
      for (std::size_t skipped = end; skipped < span.begin;) {
        const char32_t c = next_character(source, skipped);
        ASSERT_TRUE(is_invisible(c) || is_enclosing_mark(c)) << escaped(source);
      }
      end = span.end;
    }
  }
}

// Marks that never end, brackets that never close: what a rule might look ahead
// for without finding must not be looked for again at every byte.
TEST(TextTokens, StayLinearWhereNothingCloses) {
  static constexpr auto kUnits = std::to_array<std::string_view>(
      {"\u201Ca ",      " \"a\n", "`a ",   "```\n",  "a.",       "a-",          "(",
       "e\u0301\u0323", "x",      ".",     "' ",     "\u2018a ", "~~~\n```x\n", "a@",
       "://",           "U.",     "| a\n", "\u200B", "\n",       "- \n"});
  for (const std::string_view unit : kUnits) {
    std::string text;
    while (text.size() < 400000) text += unit;
    Tokens tokens;
    ASSERT_TRUE(tokenize(text, tokens));
    EXPECT_LE(tokens.list.size(), text.size());
    EXPECT_LE(tokens.forms.size(), 4 * text.size());
  }
}

}  // namespace
}  // namespace despin::text
