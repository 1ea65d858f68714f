// Words whose letters were exchanged for others that look the same, and words that were not.
#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "lib/text/tokens.h"

namespace despin::text {
namespace {

constexpr std::string_view kText =
    "The keeper of the old lighthouse wrote a long letter to his sister in the town. He said that "
    "the lamp was out again, and that no boat would come to the island before the end of the week. "
    "In his view the storm had been the worst of this winter. She read it twice, put it into a box "
    "with all the others, and went to look for the man who sold oil.";

std::vector<std::string> words_of(std::string_view text) {
  Tokens tokens;
  EXPECT_TRUE(tokenize(text, tokens));
  std::vector<std::string> words;
  for (const Token& token : tokens.list) {
    if (token.kind == TokenKind::kWord) words.emplace_back(tokens.form(token));
  }
  return words;
}

std::string replaced(std::string text,
                     const std::vector<std::pair<std::string_view, std::string_view>>& pairs) {
  for (const auto& [from, to] : pairs) {
    for (std::size_t at = text.find(from); at != text.npos; at = text.find(from, at + to.size())) {
      text.replace(at, from.size(), to);
    }
  }
  return text;
}

// Puts `mark` behind the second letter of every n-th word.
std::string marked(std::string_view mark, int n) {
  std::string out;
  int word = 0;
  std::size_t letter = 0;
  for (const char c : kText) {
    out += c;
    if (c == ' ') {
      ++word;
      letter = 0;
    } else if (++letter == 2 && word % n == 0) {
      out += mark;
    }
  }
  return out;
}

struct Disguise {
  std::string_view name;
  std::string text;
};

class Disguised : public ::testing::TestWithParam<Disguise> {};

TEST_P(Disguised, IsReadAndCounted) {
  EXPECT_EQ(words_of(GetParam().text), words_of(kText));
  Tokens tokens;
  ASSERT_TRUE(tokenize(GetParam().text, tokens));
  EXPECT_GT(tokens.lookalike + tokens.invisible, 5U);
}

INSTANTIATE_TEST_SUITE_P(
    Cases, Disguised,
    ::testing::Values(
        Disguise{"dotless_i", replaced(std::string(kText), {{"i", "\u0131"}})},
        Disguise{"digits", replaced(std::string(kText), {{"o", "0"}, {"l", "1"}})},
        Disguise{"small_capitals", replaced(std::string(kText), {{"a", "\u1D00"},
                                                                 {"e", "\u1D07"},
                                                                 {"h", "\u029C"},
                                                                 {"i", "\u026A"},
                                                                 {"n", "\u0274"},
                                                                 {"o", "\u1D0F"},
                                                                 {"r", "\u0280"},
                                                                 {"s", "\uA731"},
                                                                 {"t", "\u1D1B"},
                                                                 {"l", "\u029F"},
                                                                 {"d", "\u1D05"}})},
        Disguise{"dot_below", marked("\u0323", 1)}, Disguise{"grave", marked("\u0300", 1)},
        Disguise{"overlay", marked("\u0335", 1)},
        Disguise{"dot_below_in_four", marked("\u0323", 4)},
        Disguise{"overlay_in_four", marked("\u0335", 4)},
        Disguise{"scripts",
                 replaced(std::string(kText),
                          {{"a", "\u0251"}, {"o", "\u03BF"}, {"n", "\u0578"}, {"i", "\u03B9"}})},
        Disguise{"strokes", replaced(std::string(kText), {{"d", "\u0111"}, {"t", "\u0167"}})},
        Disguise{"fillers", replaced(std::string(kText), {{" ", "\u3164"}})},
        Disguise{"half_width_fillers", replaced(std::string(kText), {{" ", "\uFFA0"}})},
        Disguise{"braille_for_spaces", replaced(std::string(kText), {{" ", "\u2800"}})},
        Disguise{"braille_in_words", marked("\u2800", 2)}, Disguise{"circles", marked("\u20DD", 1)},
        Disguise{"keycaps", marked("\u20E3", 3)}, Disguise{"millions", marked("\u0489", 1)},
        Disguise{"isolates", marked("\u2067", 1)}, Disguise{"overrides", marked("\u202E", 1)},
        Disguise{"some_fillers", replaced(std::string(kText), {{" the ", "\u3164the\u3164"}})}),
    [](const auto& test) { return std::string(test.param.name); });

// Each has so many words of its kind that a rule without English, or without function words, would
// change it.
TEST(Disguise, LeavesOrdinaryWordsAlone) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kTexts{{
      {"K\u0131l\u0131\u00E7 and Y\u0131ld\u0131z met the mayor of Diyarbak\u0131r in the town. ",
       "k\u0131l\u0131\u00E7"},
      {"le caf\u00E9 a \u00E9t\u00E9 tr\u00E8s t\u00F4t ferm\u00E9 \u00E0 l'entr\u00E9e. ",
       "\u00E9t\u00E9"},
      {"The vowel [f\u026At] and the vowel [k\u028At] of the North. ", "f\u026At"},
      {"Nguy\u1EC5n Th\u1ECB Minh was in Hu\u1EBF with Tr\u1EA7n V\u0103n of the north. ",
       "nguy\u1EC5n"},
      {"H2O and COVID19 of the G20, the B10 and the M1. ", "h2o"},
      {"A na\u00EFve r\u00E9sum\u00E9 of the caf\u00E9 and of the clich\u00E9. ", "na\u00EFve"},
      {"\u041C\u043E\u0441\u043A\u0432\u0430 \u0438 \u0433\u043E\u0440\u043E\u0434. ",
       "\u043C\u043E\u0441\u043A\u0432\u0430"},
      {"Kr\u0323s\u0323n\u0323a spoke and Muh\u0323ammad heard of the gods. ", "muh\u0323ammad"},
  }};
  for (const auto& [sentence, word] : kTexts) {
    std::string text;
    for (int i = 0; i < 12; ++i) text += sentence;
    const auto words = words_of(text);
    std::string wanted(word);
    if (wanted == "muh\u0323ammad") wanted = "mu\u1E25ammad";
    EXPECT_NE(std::find(words.begin(), words.end(), wanted), words.end()) << sentence;
    Tokens tokens;
    ASSERT_TRUE(tokenize(text, tokens));
    EXPECT_EQ(tokens.lookalike, 0U) << sentence;
  }
}

// The digits of a telephone are no letters that somebody hides.
TEST(Disguise, KeepsKeysOfATelephone) {
  Tokens tokens;
  ASSERT_TRUE(tokenize("Press 1\u20E3 or 2\u20E3, then wait.", tokens));
  EXPECT_EQ(tokens.invisible, 0U);
  ASSERT_TRUE(tokenize("Pre\u20E3ss 1 or 2, then wait.", tokens));
  EXPECT_EQ(tokens.invisible, 1U);
}

TEST(Disguise, SaysNothingOfAShortText) {
  EXPECT_EQ(words_of("the f\u0131rst w0rd"),
            (std::vector<std::string>{"the", "f\u0131rst", "w0rd"}));
}

TEST(Disguise, KeepsFillersOfHangul) {
  const std::string old = "\u1112\u119E\u11AB\u115F\u1161";
  const auto words = words_of(old);
  ASSERT_EQ(words.size(), 1U);
}

TEST(Disguise, CountsOverridesOfDirection) {
  Tokens tokens;
  ASSERT_TRUE(tokenize("\u202E tfel yrref ehT \u202C", tokens));
  EXPECT_EQ(tokens.invisible, 1U);
}

TEST(Disguise, ReadsReversedTextAsItIsDrawn) {
  const std::string text =
      "So \u202E\u201Dt\u00E9l yrref\u201C ehT\u202C said Jo\n\u202Eraey a\nold";
  EXPECT_EQ(words_of(text), (std::vector<std::string>{"so", "the", "ferry", "l\u00E9t", "said",
                                                      "jo", "a", "year", "old"}));
  Tokens tokens;
  ASSERT_TRUE(tokenize(text, tokens));
  EXPECT_EQ(tokens.invisible, 2U);
  std::uint32_t end = 0;
  for (const Token& t : tokens.list) {
    EXPECT_GE(t.begin_byte, end);
    EXPECT_GT(t.end_byte, t.begin_byte);
    end = t.end_byte;
    EXPECT_NE(text[t.begin_byte] & '\xC0', '\x80');  // begins with a whole character
  }
}

TEST(Disguise, TakesRaisedDigitsFromWordsAndLeavesThemToUnits) {
  EXPECT_EQ(words_of("house\u00B9 cards\u00B9\u2070"),
            (std::vector<std::string>{"house", "cards"}));
  EXPECT_EQ(words_of("km\u00B2 m\u00B3"), (std::vector<std::string>{"km2", "m3"}));
}

}  // namespace
}  // namespace despin::text
