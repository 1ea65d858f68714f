// Files that are not read are named, never judged as the text that their bytes happen to spell.
#include <string>
#include <string_view>
#include <utility>

#include "despin/reader.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/read_all.h"

namespace despin {
namespace {

using namespace std::string_view_literals;
using ::testing::HasSubstr;

TEST(Containers, AreRefusedByNameWithWhatConvertsThem) {
  const std::string tar = "story.html" + std::string(247, '\0') + "ustar" + std::string(250, '\0');
  const std::pair<std::string_view, const char*> cases[] = {
      {"%PDF-1.7 x"sv, "pdftotext"},
      {"{\\rtf1\\ansi Some words.}"sv, "unrtf"},
      {"PAR1\x15\x04 x"sv, "duckdb"},
      {"PAR1\0\0 x"sv, "duckdb"},  // as other writers begin
      {"PARE\x15 x"sv, "decrypt"},
      {"PAR1, and text up to PAR1"sv, "duckdb"},
      {"ARROW1\0\0"sv, "read_feather"},
      {"ORC\x0A\x03\0\0\0 x"sv, "read_orc"},
      {"Obj\x01\x04\x16"sv, "avro-tools"},
      {tar, "tar -xf"},
      {"7z\xBC\xAF\x27\x1C x"sv, "7z x"},
      {"PK\x03\x04 word/document.xml"sv, "pandoc"},
      {"PK\x03\x04 mimetypeapplication/epub+zip"sv, "EPUB"},
      {"PK\x03\x04 a.txt"sv, "unzip"},
      {"SQLite format 3\0"sv, "sqlite3"},
      {"<?xml version='1.0'?><invoice>x</invoice>"sv, "xmllint"},
      {"<svg xmlns='http://www.w3.org/2000/svg'><text>x</text></svg>"sv, "xmllint"}};
  for (const auto& [bytes, remedy] : cases) {
    for (const char* const name : {"input", "input.csv"}) {
      if (bytes[0] == '<' && std::string_view(name) == "input.csv") continue;
      const auto all = read_all(bytes, name);
      ASSERT_EQ(all.size(), 1U) << remedy;
      EXPECT_EQ(all[0].code, ErrorCode::kUnsupported) << remedy;
      EXPECT_THAT(all[0].message, HasSubstr(remedy));
      EXPECT_THAT(all[0].message, HasSubstr("expected"));
    }
  }
}

TEST(Containers, AreNotSeenInText) {
  for (const char* const text :
       {"{ a brace and no JSON", "[1] A note.", "ORCs were seen.", "PAR1 is a lamp.\nSo is PAR2.",
        "LZIPs and all", "BZ is a code", "<p>A page</p>"}) {
    const auto all = read_all(text, "input");
    ASSERT_EQ(all.size(), 1U) << text;
    EXPECT_FALSE(all[0].corrupt) << all[0].message;
    EXPECT_EQ(all[0].record.kind, RecordKind::kBytes);
    EXPECT_EQ(all[0].record.bytes, text);
  }
}

}  // namespace
}  // namespace despin
