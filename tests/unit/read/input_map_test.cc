// The map from the text of a page to its bytes.
#include <string>
#include <string_view>

#include "despin/reader.h"
#include "gtest/gtest.h"
#include "lib/read/conversion.h"
#include "lib/read/input_map.h"

namespace despin {
namespace {

using namespace std::string_literals;

// The bytes of the input that stand for the first `words` in its text.
std::string input_of(const std::string& input, std::string_view words,
                     std::string_view content_type = "text/html") {
  const auto document = read_document(input, {.name = {}, .content_type = content_type});
  if (!document) return "error: " + document.error().message;
  const std::size_t at = document->text.find(words);
  if (at == std::string::npos) return "not in: " + document->text;
  const auto span = input_span(
      *document, {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + words.size())});
  return input.substr(span.begin_byte, span.end_byte - span.begin_byte);
}

struct MapCase {
  std::string_view name;
  std::string page;
  std::string_view words;
  std::string written;
};

class InputMap : public ::testing::TestWithParam<MapCase> {};

TEST_P(InputMap, LeadsToTheBytesOfThePage) {
  EXPECT_EQ(input_of(GetParam().page, GetParam().words), GetParam().written);
}

INSTANTIATE_TEST_SUITE_P(
    Cases, InputMap,
    ::testing::Values(
        MapCase{"word", "<p>The old ferry left.", "ferry", "ferry"},
        MapCase{"entity", "<p>Fish &amp; chips", "&", "&amp;"},
        MapCase{"entity_within", "<p>Fish &amp; chips", "Fish & chips", "Fish &amp; chips"},
        MapCase{"entity_without_semicolon", "<p>AT&ampT now", "AT&T", "AT&ampT"},
        MapCase{"number", "<p>It&#8217;s", "It\u2019s", "It&#8217;s"},
        MapCase{"part_of_a_word", "<p>It&#x2019;s", "s", "s"},
        MapCase{"entity_as_long_as_its_text", "<p>a&ngE;b c", "\u2267\u0338", "&ngE;"},
        MapCase{"collapsed_space", "<p>one \n\t two", "one two", "one \n\t two"},
        MapCase{"no_break_space", "<p>one&nbsp;two", "one two", "one&nbsp;two"},
        MapCase{"behind_no_break_space", "<p>one&nbsp;\u00A0 two", "two", "two"},
        MapCase{"inline_tags", "<p>un<b>believ</b>able <i>news</i>", "unbelievable",
                "un<b>believ</b>able"},
        MapCase{"comment", "<p>un<!-- no -->known", "unknown", "un<!-- no -->known"},
        MapCase{"list", "<ul><li>One<li>two &lt;3</ul><p>x", "two <3", "two &lt;3"},
        MapCase{"bullet_has_no_bytes", "<ul><li>One<li>two</ul>", "- One", "One"},
        MapCase{"table", "<table><tr><td>2020<td>$&#51;<tr><td>2021<td>4</table>", "$3", "$&#51;"},
        MapCase{"row", "<table><tr><td>2020<td>five</table>", "2020 | five", "2020<td>five"},
        MapCase{"code", "<p>Run <code>make all</code> now", "make all", "make all"},
        MapCase{"pre", "<pre>\n  a &lt; b;\n  c</pre>", "a < b", "a &lt; b"},
        MapCase{"quotation", "<blockquote>So it is.</blockquote>", "\u201CSo it is.\u201D",
                "So it is."},
        MapCase{"foster_parent", "<table>late<tr><td>a<td>b</table>", "late", "late"},
        MapCase{"broken_utf8", "<meta charset=utf-8><p>one \xFF two", "two", "two"},
        MapCase{"broken_utf8_itself", "<meta charset=utf-8><p>one \xFF two", "\uFFFD", "\xFF"},
        MapCase{"mark", "\xEF\xBB\xBF<p>na\u00EFve", "na\u00EFve", "na\u00EFve"},
        MapCase{"windows_1252", "<meta charset=latin1><p>na\xEFve &amp; \x93so\x94",
                "na\u00EFve & \u201Cso\u201D", "na\xEFve &amp; \x93so\x94"},
        MapCase{"windows_1252_within", "<meta charset=latin1><p>na\xEFve caf\xE9 x", "caf\u00E9",
                "caf\xE9"},
        MapCase{"utf16", "\xFF\xFE<\0p\0>\0n\0\xE9\0&\0l\0t\0;\0z\0"s, "\u00E9<",
                "\xE9\0&\0l\0t\0;\0"s},
        MapCase{"utf16_supplementary", "\xFE\xFF\0<\0p\0>\xD8\x3D\xDE\x00\0z"s, "\U0001F600",
                "\xD8\x3D\xDE\0"s},
        MapCase{"shift_jis", "<meta charset=shift_jis><p>ab\x83\x41z", "\u30A2", "\x83\x41"},
        MapCase{"iso_2022_jp", "<meta charset=iso-2022-jp><p>ab \x1B$B$\"\x1B(Bcd", "ab", "ab"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(InputMap, IsEmptyWhereTheTextIsTheInput) {
  const auto document = read_document("plain words");
  ASSERT_TRUE(document);
  EXPECT_TRUE(document->input_map.empty());
  const ByteSpan span = input_span(*document, {6, 11});
  EXPECT_EQ(span.begin_byte, 6U);
  EXPECT_EQ(span.end_byte, 11U);
  EXPECT_EQ(input_span(*document, {20, 30}).end_byte, 0U);
}

TEST(InputMap, KnowsPlainTextBehindAMark) {
  EXPECT_EQ(input_of("\xEF\xBB\xBFplain words", "words", "text/plain"), "words");
}

TEST(InputMap, IsEmptyBetweenRuns) {
  const auto document = read_document("<p>one</p><p>two</p>");
  ASSERT_TRUE(document);
  const ByteSpan blank = input_span(*document, {3, 5});
  EXPECT_EQ(blank.begin_byte, blank.end_byte);
}

TEST(InputMap, TakesFewRunsForPlainProse) {
  const auto document = read_document("<p>The old ferry left the island at dawn, again.");
  ASSERT_TRUE(document);
  EXPECT_EQ(document->input_map.size(), 1U);
}

TEST(InputMap, StaysWithinItsMemoryWhereEveryCharacterIsConverted) {
  std::string bytes("\xFF\xFE");
  for (std::size_t i = 0; i < read::kMaxConversionRuns + 100; ++i) bytes += "a\0"s;
  const auto document = read_document(bytes);
  ASSERT_TRUE(document);
  EXPECT_EQ(document->input_map.size(), read::kMaxConversionRuns);
  const auto size = static_cast<std::uint32_t>(document->text.size());
  const ByteSpan last = input_span(*document, {size - 2, size});
  EXPECT_EQ(last.end_byte, bytes.size());
  EXPECT_EQ(input_span(*document, {10, 12}).begin_byte, 22U);
}

}  // namespace
}  // namespace despin
