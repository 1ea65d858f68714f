// Which charset a document is taken to be in, and what its bytes become.
#include <string>
#include <string_view>

#include "despin/reader.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "lib/read/charset_labels.h"
#include "lib/read/encoding.h"

namespace despin {
namespace {

using namespace std::string_literals;

struct EncodingCase {
  std::string_view name;
  std::string bytes;
  std::string_view content_type;
  std::string_view encoding;
  std::string_view text;
};

class Encoding : public ::testing::TestWithParam<EncodingCase> {};

TEST_P(Encoding, IsFoundAndUndone) {
  const EncodingCase& c = GetParam();
  const auto document = read_document(c.bytes, {.name = "a.html", .content_type = c.content_type});
  ASSERT_TRUE(document) << document.error().message;
  EXPECT_EQ(document->encoding, c.encoding);
  EXPECT_EQ(document->text, c.text);
}

constexpr std::string_view kUtf8Type = "text/html; charset=utf-8";

INSTANTIATE_TEST_SUITE_P(
    Cases, Encoding,
    ::testing::Values(
        EncodingCase{"mark_before_header", "\xEF\xBB\xBF<p>\u00E9", "text/html; charset=koi8-r",
                     "UTF-8", "\u00E9"},
        EncodingCase{"mark_of_utf16_before_header", "\xFF\xFE<\0p\0>\0\xE9\0"s, kUtf8Type,
                     "UTF-16LE", "\u00E9"},
        EncodingCase{"header_before_meta", "<meta charset=koi8-r><p>\xE4\xE0",
                     "text/html; charset=windows-1251", "windows-1251", "\u0434\u0430"},
        EncodingCase{"unknown_header_then_meta", "<meta charset=koi8-r><p>\xC4\xC1",
                     "text/html; charset=nonsense", "KOI8-R", "\u0434\u0430"},
        EncodingCase{"unknown_meta_then_the_next",
                     "<meta charset=nonsense><meta charset=koi8-r><p>\xC4\xC1", "", "KOI8-R",
                     "\u0434\u0430"},
        EncodingCase{
            "http_equiv",
            "<META http-equiv=\"Content-Type\" content=\"text/html; charset = 'windows-1251'\"><p>"
            "\xE4\xE0",
            "", "windows-1251", "\u0434\u0430"},
        EncodingCase{"content_without_http_equiv",
                     "<meta name=x content='text/html; charset=koi8-r'><meta "
                     "charset=windows-1251><p>\xE4\xE0",
                     "", "windows-1251", "\u0434\u0430"},
        EncodingCase{"meta_in_a_comment",
                     "<!-- <meta charset=koi8-r> --><meta charset=windows-1251><p>\xE4", "",
                     "windows-1251", "\u0434"},
        EncodingCase{"meta_in_an_attribute",
                     "<p title='<meta charset=koi8-r>'></p><meta charset=windows-1251><p>\xE4", "",
                     "windows-1251", "\u0434"},
        EncodingCase{
            "meta_behind_scripts",
            "<script>" + std::string(4000, 'x') + "</script><meta charset=windows-1251><p>\xE4", "",
            "windows-1251", "\u0434"},
        EncodingCase{"xml_declaration",
                     "<?xml version='1.0' encoding=\"windows-1251\"?><html><p>\xE4", "",
                     "windows-1251", "\u0434"},
        EncodingCase{"latin1_means_windows_1252", "<meta charset=iso-8859-1><p>\x93go\x94", "",
                     "windows-1252", "\u201Cgo\u201D"},
        EncodingCase{"latin5_means_windows_1254", "<meta charset=iso-8859-9><p>\xFE", "",
                     "windows-1254", "\u015F"},
        EncodingCase{"gb2312_means_gb18030", "<meta charset=gb2312><p>\xC4\xE3\x81\x30\x81\x30", "",
                     "gb18030", "\u4F60\u0080"},
        EncodingCase{"shift_jis_has_microsofts_additions",
                     "<meta charset=shift_jis><p>\x87\x40\x83\x41", "", "Shift_JIS",
                     "\u2460\u30A2"},
        EncodingCase{"euc_kr_means_windows_949", "<meta charset=euc-kr><p>\x8C\x63", "", "EUC-KR",
                     "\uB620"},
        EncodingCase{"bytes_a_charset_lacks", "<meta charset=shift_jis><p>a\x81 b", "", "Shift_JIS",
                     "a\uFFFD b"},
        EncodingCase{"big5", "<meta charset=big5><p>\xA7\x41", "", "Big5", "\u4F60"},
        EncodingCase{"iso_2022_jp", "<meta charset=iso-2022-jp><p>a\x1B$B$\"\x1B(Bb", "",
                     "ISO-2022-JP",
                     "a\u3042"
                     "b"},
        EncodingCase{"utf16_without_a_mark", "\0<\0h\0t\0m\0l\0>\0<\0p\0>\0\xE9"s, "", "UTF-16BE",
                     "\u00E9"},
        EncodingCase{"meta_cannot_say_utf16", "<meta charset=utf-16><p>\u00E9", "", "UTF-8",
                     "\u00E9"},
        EncodingCase{"utf8_under_a_false_name", "<meta charset=windows-1251><p>na\u00EFve", "",
                     "UTF-8", "na\u00EFve"},
        EncodingCase{"ascii_under_any_name", "<meta charset=windows-1251><p>plain", "",
                     "windows-1251", "plain"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(EncodingDetection, KnowsRussianPagesThatDeclareNothing) {
  // "The steamer left the island at dawn with forty passengers and a load of early apples.
  // The captain said that the storm would pass, and nobody believed him."
  const std::string page =
      "<html><body><p>"
      "\xCF\xE0\xF0\xEE\xF5\xEE\xE4 \xEF\xEE\xEA\xE8\xED\xF3\xEB "
      "\xEE\xF1\xF2\xF0\xEE\xE2 \xED\xE0 \xF0\xE0\xF1\xF1\xE2\xE5\xF2\xE5 \xF1 "
      "\xF1\xEE\xF0\xEE\xEA\xE0 \xEF\xE0\xF1\xF1\xE0\xE6\xE8\xF0\xE0\xEC\xE8 \xE8 "
      "\xE3\xF0\xF3\xE7\xEE\xEC \xF0\xE0\xED\xED\xE8\xF5 \xFF\xE1\xEB\xEE\xEA. "
      "\xCA\xE0\xEF\xE8\xF2\xE0\xED \xF1\xEA\xE0\xE7\xE0\xEB, \xF7\xF2\xEE "
      "\xE1\xF3\xF0\xFF \xEF\xF0\xEE\xE9\xE4\xB8\xF2 \xEC\xE8\xEC\xEE, \xE8 "
      "\xED\xE8\xEA\xF2\xEE \xE5\xEC\xF3 \xED\xE5 \xEF\xEE\xE2\xE5\xF0\xE8\xEB.";
  const auto document = read_document(page);
  ASSERT_TRUE(document) << document.error().message;
  EXPECT_EQ(document->encoding, "windows-1251");
  EXPECT_EQ(document->text.substr(0, 14), "\u041F\u0430\u0440\u043E\u0445\u043E\u0434");
}

TEST(EncodingDetection, TakesDamagedUtf8ForWhatItWas) {
  const auto document = read_document("<p>caf\u00E9, na\u00EFve, r\u00E9sum\u00E9 and \xE9\n" +
                                      std::string(200, 'x'));
  ASSERT_TRUE(document) << document.error().message;
  EXPECT_EQ(document->encoding, "UTF-8");
  EXPECT_THAT(document->text, ::testing::HasSubstr("and \uFFFD"));
}

TEST(CharsetLabels, AreFoundInAnyCaseAndAmongSpaces) {
  ASSERT_NE(read::charset_of_label(" Latin1\n"), nullptr);
  EXPECT_EQ(read::charset_of_label(" Latin1\n")->name, "windows-1252");
  EXPECT_EQ(read::charset_of_label("iso-ir-58")->name, "gb18030");
  EXPECT_EQ(read::charset_of_label(""), nullptr);
  EXPECT_EQ(read::charset_of_label("utf-7"), nullptr);
}

}  // namespace
}  // namespace despin
