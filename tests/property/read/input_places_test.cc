// Pages made at random from known words: each word of the text leads to its own bytes.
#include <unicode/ucnv.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "despin/reader.h"
#include "gtest/gtest.h"
#include "lib/read/charset_labels.h"
#include "lib/read/conversion.h"
#include "lib/read/html_entities.h"

namespace despin {
namespace {

std::size_t below(std::mt19937_64& random, std::size_t n) { return random() % n; }

// A word of its own, so that its place in the text tells which it is.
std::string make_word(std::size_t number, std::mt19937_64& random) {
  static constexpr std::array<std::string_view, 8> kLetters{"a", "\u00E9", "\u00F1", "z",
                                                            "&", "\u00FC", "o",      "<"};
  std::string word = "w" + std::to_string(number) + "x";
  for (std::size_t i = below(random, 5); i > 0; --i) word += kLetters[below(random, 8)];
  return word + "e";
}

// The word as a page may write it.
std::string written(const std::string& word, std::mt19937_64& random) {
  std::string out;
  for (std::size_t at = 0; at < word.size(); ++at) {
    const char c = word[at];
    if (c == '&') {
      out += std::array<std::string_view, 3>{"&amp;", "&#38;", "&#x26;"}[below(random, 3)];
    } else if (c == '<') {
      out += std::array<std::string_view, 3>{"&lt;", "&#060;", "&LT;"}[below(random, 3)];
    } else if (word.compare(at, 2, "\u00E9") == 0 && below(random, 2) == 0) {
      out += "&eacute;";
      ++at;
    } else {
      out.push_back(c);
    }
  }
  return out;
}

struct MadePage {
  std::string html;
  std::vector<std::string> words;
};

MadePage make_page(std::mt19937_64& random) {
  static constexpr std::array<std::string_view, 16> kBetween{
      " ",         "  ",        "\n\t ",     "&nbsp;",         " <b>",  "</b> ",
      "</p><p>",   "<br>",      "<ul><li>",  "</li><li>",      "</ul>", "<!-- no --> ",
      "</td><td>", " <i></i> ", "</tr><tr>", "<blockquote><p>"};
  MadePage page;
  page.html = "<html><body><p>";
  for (std::size_t i = 0; i < 60; ++i) {
    if (below(random, 15) == 0) page.html += "<table><tr><td>";
    page.words.push_back(make_word(i, random));
    page.html += written(page.words.back(), random);
    page.html += kBetween[below(random, kBetween.size())];
    page.html += " ";
  }
  return page;
}

std::string encoded(const std::string& text, const char* converter) {
  UErrorCode status = U_ZERO_ERROR;
  std::string out(text.size() * 4 + 16, '\0');
  const std::int32_t size =
      ucnv_convert(converter, "UTF-8", out.data(), static_cast<std::int32_t>(out.size()),
                   text.data(), static_cast<std::int32_t>(text.size()), &status);
  EXPECT_TRUE(U_SUCCESS(status));
  out.resize(static_cast<std::size_t>(size));
  return out;
}

class MadePages : public ::testing::TestWithParam<const char*> {};

TEST_P(MadePages, LeadEachWordToItsBytes) {
  std::mt19937_64 random(20240607);
  const read::Charset* charset = read::charset_of_label(GetParam());
  ASSERT_NE(charset, nullptr);
  std::size_t found = 0;
  for (int round = 0; round < 100; ++round) {
    const MadePage page = make_page(random);
    const std::string bytes = encoded(page.html, charset->converter);
    const std::string type = "text/html; charset=" + std::string(GetParam());
    const auto document = read_document(bytes, {.name = {}, .content_type = type});
    ASSERT_TRUE(document) << document.error().message;
    for (const std::string& word : page.words) {
      const std::size_t at = document->text.find(word);
      if (at == std::string::npos) continue;  // not in the main content
      ++found;
      const auto begin = static_cast<std::uint32_t>(at);
      const ByteSpan span =
          input_span(*document, {begin, begin + static_cast<std::uint32_t>(word.size())});
      const auto back = read::convert(
          std::string_view(bytes).substr(span.begin_byte, span.end_byte - span.begin_byte),
          *charset, 0);
      ASSERT_TRUE(back);
      ASSERT_EQ(read::decode_entities(back->text, read::EntityPlace::kText), word)
          << "round " << round << "\n"
          << page.html;
    }
  }
  EXPECT_GT(found, 3000U);
}

INSTANTIATE_TEST_SUITE_P(Charsets, MadePages,
                         ::testing::Values("utf-8", "windows-1252", "utf-16le", "utf-16be",
                                           "gb18030"));

}  // namespace
}  // namespace despin
