// tests/unit/terms_test.cc - what two texts are compared by.
#include "lib/text/terms.h"

#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"

namespace despin::text {
namespace {

std::vector<std::string> terms_of(std::string_view utf8) {
  Tokens tokens;
  EXPECT_TRUE(tokenize(utf8, tokens));
  std::vector<std::string> terms;
  std::string room;
  for (const Token& token : tokens.list) {
    terms.emplace_back(term_of(tokens, token, utf8, room));
  }
  return terms;
}

TEST(Terms, AreFoldedForms) {
  EXPECT_EQ(terms_of("The Harbour’s gates"),
            (std::vector<std::string>{"the", "harbour", "'s", "gates"}));
}

TEST(Terms, TellNumbersApartAndIgnoreTheirCommas) {
  EXPECT_EQ(terms_of("12,000 or 12000 or 12001"),
            (std::vector<std::string>{"12000", "or", "12000", "or", "12001"}));
}

TEST(Terms, KeepAddressesAsWritten) {
  EXPECT_EQ(terms_of("see example.org/Gates"),
            (std::vector<std::string>{"see", "example.org/Gates"}));
}

TEST(Terms, LeaveBreaksOut) {
  EXPECT_EQ(terms_of("gates, closed"), (std::vector<std::string>{"gates", "", "closed"}));
}

TEST(Terms, FunctionWordsAreTheClosedClasses) {
  for (const char* word : {"the", "of", "don't", "'s", "would", "very"}) {
    EXPECT_TRUE(is_function_word(word)) << word;
  }
  for (const char* word : {"", "gate", "closed", "12000", "new"}) {
    EXPECT_FALSE(is_function_word(word)) << word;
  }
}

}  // namespace
}  // namespace despin::text
