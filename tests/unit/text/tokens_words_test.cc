#include <string>
#include <string_view>

#include "gtest/gtest.h"
#include "lib/text/fold.h"
#include "lib/text/tokens.h"
#include "tests/support/tokens_rendering.h"

namespace despin::text {
namespace {

TEST(TokensWords, FoldsCaseAndApostrophes) {
  check({
      {"", ""},
      {" \t\r\n ", ""},
      {"The Red FOX", "P|the red fox"},
      {"don't DON\u2019T o'clock O\u2018Brien", "P|don't don't o'clock o'brien"},
      {"Anna's cat, the Smiths' dog", "P|anna +'s cat +, the smiths dog"},
      {"it\u2019s JOHN'S", "P|it +'s john +'s"},
      {"John 's", "P|john 's"},
      {"'tis the '90s", "P|tis the 90s"},
      {"rock 'n' roll", "P|rock n roll"},
      {"stra\u00DFe \u0130 CAF\u00C9", "P|strasse i\u0307 caf\u00E9"},
      {"\u041C\u043E\u0441\u043A\u0432\u0430", "P|\u043C\u043E\u0441\u043A\u0432\u0430"},
  });
}

TEST(TokensWords, SplitsAtHyphensAndSlashes) {
  check({
      {"state-owned and/or COVID-19", "P|state +owned and +or covid +<num>"},
      {"well\u2010known well\u2011known", "P|well +known well +known"},
      {"pre- and post-war", "P|pre and post +war"},
      {"Paris\u2013London 2019\u201320", "P|paris +london <num> +<num>"},
      {"employee(s) box(es)", "P|employee box"},
      {"a word \u2013 another", "P|a word , another"},
      {"word\u2014word--word", "P|word +, +word +, +word"},
      {"U.S.-led 50%-owned", "P|u.s. +led <num> +owned"},
  });
}

TEST(TokensWords, GivesNumbersOneForm) {
  check({
      {"2,500 97.1 3.5% $12 $1.5bn 10:30", "P|<num> <num> <num> <num> <num> <num>"},
      {"\u00A35 \u20AC39.99 \u00A3"
       "2m",
       "P|<num> <num> <num>"},
      {"2\u00BD \u0663\u0664", "P|<num> <num>"},
      {"2nd h2o covid19 1990s", "P|2nd h2o covid19 1990s"},
      {"1.5GB", "P|<num> +gb"},
      {"-5 and .5", "P|<num> and <num>"},
      {"192.168.0.1", "P|<num>"},
      {"see [12] there", "P|see there"},
  });
}

TEST(TokensWords, KeepsInitialsTogether) {
  check({
      {"the U.S. and U.N", "P|the u.s. and u.n."},
      {"e.g. this, i.e. that", "P|e.g. this +, i.e. that"},
      {"a Ph.D. student, 5 p.m. sharp", "P|a ph.d. student +, <num> p.m. sharp"},
      {"J.K. Rowling, J.R.R.Tolkien", "P|j.k. rowling +, j.r.r. +tolkien"},
      {"AT&T R&D Q&A", "P|at&t r&d q&a"},
      {"Smith & Sons", "P|smith sons"},
  });
}

TEST(TokensWords, KnowsCodeFromWords) {
  static constexpr std::string_view kCode[] = {
      "https://example.org/a,b?c=1",
      "www.example.org",
      "me@example.org",
      "@handle",
      "snake_case",
      "a::b",
      "x=1",
      "dir\\file",
      "call()",
      "f(x)",
      "/usr/lib",
      "~/notes",
      "src/main.cc",
      "example.com",
      "os.path.join",
      "v1.2",
      "README.MD",
      "getElementById",
      "fileName",
      "a__b",
  };
  for (const std::string_view code : kCode) {
    EXPECT_EQ(rendered(code), "P|<code>") << code;
    EXPECT_EQ(rendered("See (" + std::string(code) + "), then."), "P|see , +<code> +, then")
        << code;
    EXPECT_EQ(rendered(std::string(code) + "'s"), "P|<code> +'s") << code;
  }
  check({
      {"iPhone eBay iHeartRadio macOS mRNA YouTube McDonald MLlib",
       "P|iphone ebay iheartradio macos mrna youtube mcdonald mllib"},
      {"dell'Arte", "P|dell'arte"},
      {"The end.Then more", "P|the end |+then more"},
      {"No.5 vol.2", "P|no +<num> vol +<num>"},
      {"at 2:30p.m. sharp", "P|at <num> +p.m. sharp"},
      {"TCP/IP km/h (he/she)", "P|tcp +ip km +h , +he +she"},
      {"_emphasis_ and __more__", "P|emphasis and more"},
      {"\u00A3"
       "6.5",
       "P|<num>"},
  });
}

TEST(TokensWords, CollapsesBreaks) {
  check({
      {"a, b; c: d", "P|a +, b +, c +, d"},
      {"a), (b", "P|a +, +b"},
      {"(one) b", "P|one +, b"},
      {"a (b).", "P|a , +b"},
      {"a, ", "P|a"},
      {"a ... b", "P|a , b"},
      {"a\u2026 b", "P|a +, b"},
      {"Name | Agency", "P|name , agency"},
  });
}

TEST(TokensWords, NormalizesAndCountsObfuscation) {
  Tokens tokens;
  ASSERT_TRUE(tokenize("\u0420\u0430y\u0440al in\u00ADvis\u200Bi\u2060ble \uFEFF fine", tokens));
  EXPECT_EQ(rendered(tokens), "P|paypal/a invisible/i fine");
  EXPECT_EQ(tokens.lookalike, 3U);
  EXPECT_EQ(tokens.invisible, 3U);
  EXPECT_EQ(tokens.list[1].begin_byte, 10U);
  EXPECT_EQ(tokens.list[1].end_byte, 27U);

  ASSERT_TRUE(tokenize("\u041C\u043E\u0441\u043A\u0432\u0430 na\u00EFve TNF\u03B1", tokens));
  EXPECT_EQ(tokens.lookalike, 0U);
  EXPECT_EQ(tokens.invisible, 0U);
}

TEST(TokensWords, NormalisesCompatibilityCharacters) {
  check({
      {"\uFB01ne o\uFB03ce", "P|fine office"},
      {"\uFF21\uFF22\uFF23 \U0001D41A\U0001D41B", "P|abc ab"},
      {"cafe\u0301", "P|caf\u00E9"},
      {"Windows\u2122 \u00A9 2019", "P|windows <num>"},
      {"a\u00A0b\u202Fc", "P|a b c"},
      {"5\u338F", "P|5kg"},
      {"\u33C2", ""},  // "a.m." in one sign
  });
}

TEST(TokensWords, KeepsShapes) {
  const std::pair<std::string_view, Shape> shapes[] = {
      {"fox", Shape::kLower},   {"Fox", Shape::kTitle},  {"FOX", Shape::kUpper},
      {"foX", Shape::kMixed},   {"A", Shape::kTitle},    {"U.S.", Shape::kUpper},
      {"12", Shape::kNone},     {"2nd", Shape::kLower},  {"\u00C9t\u00E9", Shape::kTitle},
      {"McKay", Shape::kMixed}, {"\u4E2D", Shape::kNone}};
  for (const auto& [word, shape] : shapes) {
    Tokens tokens;
    ASSERT_TRUE(tokenize(word, tokens));
    ASSERT_EQ(tokens.list.size(), 1U) << word;
    EXPECT_EQ(tokens.list[0].shape, shape) << word;
  }
}

TEST(TokensWords, SpansAreTheCallersBytes) {
  const std::string_view text = "\u201CCan\u2019t\u201D \uFB01ne, U.S. $3.5%";
  Tokens tokens;
  ASSERT_TRUE(tokenize(text, tokens));
  const std::string_view expected[] = {"Can\u2019t", "\uFB01ne", ",", "U.S.", "$3.5%"};
  ASSERT_EQ(tokens.list.size(), std::size(expected));
  for (std::size_t i = 0; i < std::size(expected); ++i) {
    const Token& t = tokens.list[i];
    EXPECT_EQ(text.substr(t.begin_byte, t.end_byte - t.begin_byte), expected[i]);
  }
}

TEST(TokensWords, CutsEndlessWords) {
  Tokens tokens;
  ASSERT_TRUE(tokenize(std::string(100000, 'a'), tokens));
  EXPECT_GT(tokens.list.size(), 100U);
  for (const Token& t : tokens.list) EXPECT_LE(t.form_size, 256U);
}

TEST(TokensWords, NamesTheBadByte) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"abc\xFF", "byte 3 "},
      {"\x80", "byte 0 "},
      {"12345678\xC3", "byte 8 "},
      {"\u00E9\xED\xA0\x80", "byte 2 "},
      {"a\xC0\xAF", "byte 1 "},
      {"\xF4\x90\x80\x80", "byte 0 "},
      {"0123456789\xE2\x82 x", "byte 10 "}};
  for (const auto& [text, message] : cases) {
    Tokens tokens;
    const Result<void> done = tokenize(text, tokens);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, ErrorCode::kBadUtf8);
    EXPECT_EQ(done.error().message.substr(0, message.size()), message);
    EXPECT_TRUE(tokens.list.empty());
  }
}

TEST(TokensWords, ForgetsTheTextBefore) {
  Tokens tokens;
  ASSERT_TRUE(tokenize("one two p\u0430y", tokens));
  ASSERT_TRUE(tokenize("three", tokens));
  EXPECT_EQ(rendered(tokens), "P|three");
  EXPECT_EQ(tokens.lookalike, 0U);
}

TEST(TokensWords, FoldsPhrases) {
  EXPECT_EQ(fold("  State-Owned  Caf\u00C9s "), "state owned caf\u00E9s");
  EXPECT_EQ(fold("in 2019, x_y"), "in <num> , <code>");
  EXPECT_EQ(fold("\xFF"), "");
  EXPECT_EQ(fold(""), "");
}

}  // namespace
}  // namespace despin::text
