// Bytes into documents: encodings, what is refused, and labeled records.
#include "despin/reader.h"

#include <string>
#include <string_view>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/read_all.h"

namespace despin {
namespace {

using namespace std::string_view_literals;
using ::testing::HasSubstr;
using ::testing::Not;

// Long enough for a detector of charsets, with letters beyond ASCII as windows-1252 has them.
const std::string kLatin1 =
    "The caf\xE9 in the old town of Malm\xF6 is known for its cr\xE8me br\xFBl\xE9"
    "e and its na\xEFve "
    "paintings, which a former chef\x92s daughter made. People come from as far as \xC5rhus and "
    "pay with a smile, or with \xA3"
    "5 if they have none.";

TEST(ReadDocument, TakesPlainTextAsItIs) {
  const std::string text = "One line.\n\n  Another, with <b>tags</b> & all.\n";
  const auto document = read_document(text);
  ASSERT_TRUE(document);
  EXPECT_EQ(document->kind, DocumentKind::kText);
  EXPECT_EQ(document->text, text);
  EXPECT_EQ(document->encoding, "UTF-8");
}

TEST(ReadDocument, TellsHtmlByContentByNameAndByType) {
  EXPECT_EQ(read_document("  \n<!DOCTYPE html><p>a")->kind, DocumentKind::kHtml);
  EXPECT_EQ(read_document("a<p>b", {.name = "dir/A.HTM", .content_type = {}})->kind,
            DocumentKind::kHtml);
  EXPECT_EQ(read_document("a<p>b", {.name = {}, .content_type = "text/html"})->kind,
            DocumentKind::kHtml);
  EXPECT_EQ(read_document("<html>a", {.name = "a.txt", .content_type = {}})->kind,
            DocumentKind::kText);
  EXPECT_EQ(read_document("a < b", {.name = "a", .content_type = {}})->kind, DocumentKind::kText);
}

TEST(ReadDocument, HonorsByteOrderMarks) {
  EXPECT_EQ(read_document("\xEF\xBB\xBFh\xC3\xA9")->text, "h\xC3\xA9");
  EXPECT_EQ(read_document("\xFF\xFEh\0\xE9\0"sv)->text, "h\xC3\xA9");
  EXPECT_EQ(read_document("\xFE\xFF\0h\0\xE9"sv)->text, "h\xC3\xA9");
  EXPECT_EQ(read_document("\xFE\xFF\0h\0\xE9"sv)->encoding, "UTF-16BE");
  EXPECT_EQ(read_document("\xFF\xFE<\0p\0>\0h\0i\0"sv)->kind, DocumentKind::kHtml);
}

TEST(ReadDocument, ConvertsADeclaredCharset) {
  const auto by_type =
      read_document("h\xE9", {.name = {}, .content_type = "text/plain; charset=ISO-8859-1"});
  ASSERT_TRUE(by_type);
  EXPECT_EQ(by_type->text, "h\xC3\xA9");
  EXPECT_EQ(by_type->encoding, "windows-1252");
  const auto by_meta = read_document("<meta charset='koi8-r'><p>\xC4\xC1");
  ASSERT_TRUE(by_meta);
  EXPECT_EQ(by_meta->text, "\xD0\xB4\xD0\xB0");
  const auto by_http_equiv = read_document(
      "<html><meta http-equiv=Content-Type content=\"text/html; charset=windows-1252\"><p>\x93go");
  ASSERT_TRUE(by_http_equiv);
  EXPECT_EQ(by_http_equiv->text, "\u201Cgo");
}

TEST(ReadDocument, PrefersUtf8ToAFalseDeclaration) {
  const auto document = read_document("<meta charset=latin1><p>h\xC3\xA9");
  ASSERT_TRUE(document);
  EXPECT_EQ(document->text, "h\xC3\xA9");
}

TEST(ReadDocument, DetectsWesternTextThatDeclaresNothing) {
  const auto document = read_document(kLatin1);
  ASSERT_TRUE(document);
  EXPECT_EQ(document->encoding, "windows-1252");
  EXPECT_THAT(document->text, HasSubstr("cr\u00E8me br\u00FBl\u00E9e"));
  EXPECT_THAT(document->text, HasSubstr("chef\u2019s"));
}

TEST(ReadDocument, NamesTheFirstByteThatIsNotUtf8) {
  const auto document = read_document("0123456789\xC3 and \xFF\xFE\xFD\x81\x8D\x8F");
  ASSERT_FALSE(document);
  EXPECT_EQ(document.error().code, ErrorCode::kBadUtf8);
  EXPECT_THAT(document.error().message, HasSubstr("byte 10 "));
}

TEST(ReadDocument, ReplacesAFewBadBytesOfAPage) {
  const auto document = read_document("<meta charset=utf-8><p>good \xFF text");
  ASSERT_TRUE(document);
  EXPECT_EQ(document->text, "good \xEF\xBF\xBD text");
}

TEST(ReadDocument, ReplacesOneBadByteOfATextAndCountsIt) {
  const std::string text = "The caf\u00E9 in town is open, and so is the na\u00EFve one. ";
  for (const std::string& bad : {text + "\xFF", text + "\xE2\x80"}) {
    const auto document = read_document(bad);
    ASSERT_TRUE(document) << document.error().message;
    EXPECT_EQ(document->text, text + "\uFFFD");
    EXPECT_EQ(document->replaced_bytes, 1U);
  }
  EXPECT_EQ(read_document(text)->replaced_bytes, 0U);
  EXPECT_EQ(read_document("<meta charset=utf-8><p>good \xFF text")->replaced_bytes, 1U);
}

TEST(ReadDocument, RefusesWhatIsNoText) {
  for (const std::string_view bytes :
       {"text\0more"sv, "%PDF-1.7\nstuff"sv, "\x89PNG\r\n"sv, "PK\x03\x04 and"sv,
        "\x01\x02\x03\x04\x05\x06 abc"sv, "\x1f\x8b\x08 gz"sv}) {
    const auto document = read_document(bytes);
    ASSERT_FALSE(document) << bytes;
    const bool named = bytes[0] != 't' && bytes[0] != '\x01';
    EXPECT_EQ(document.error().code, named ? ErrorCode::kUnsupported : ErrorCode::kBadInput);
    EXPECT_THAT(document.error().message, HasSubstr("expected text"));
  }
}

TEST(ReadDocument, RefusesEmptyAndBlankDocuments) {
  EXPECT_EQ(read_document("").error().code, ErrorCode::kBadInput);
  EXPECT_EQ(read_document(" \n\t ").error().code, ErrorCode::kBadInput);
}

TEST(ReadDocument, RefusesAnUnknownCharset) {
  const auto document =
      read_document("h\xE9", {.name = {}, .content_type = "text/plain; charset=nonsense"});
  ASSERT_FALSE(document);
  EXPECT_THAT(document.error().message, HasSubstr("unknown charset"));
  EXPECT_THAT(document.error().message, Not(HasSubstr("nonsense")));  // it is the user's text
}

TEST(ReadRecord, ReadsWhatALabeledLineHolds) {
  const auto record =
      read_record(R"({"id": 7, "text": "a b", "label": "spun", "kind": "D", "extra": [1],)"
                  R"( "substitutions": [["b", "c"], {"written": "x", "meant": "y"}]})");
  ASSERT_TRUE(record);
  EXPECT_EQ(record->id, "7");
  EXPECT_EQ(record->text, "a b");
  EXPECT_EQ(record->label, "spun");
  EXPECT_EQ(record->kind, "D");
  ASSERT_EQ(record->substitutions.size(), 2U);
  EXPECT_EQ(record->substitutions[0].written, "b");
  EXPECT_EQ(record->substitutions[0].meant, "c");
  EXPECT_EQ(record->substitutions[1].meant, "y");
}

TEST(ReadRecord, ReadsWhatIsKnownOfAnArticle) {
  const auto record = read_record(
      R"({"id": "a", "url": "https://a.example/1", "title": "T", "date": 2019, "text": "a b"})");
  ASSERT_TRUE(record);
  EXPECT_EQ(record->url, "https://a.example/1");
  EXPECT_EQ(record->title, "T");
  EXPECT_EQ(record->date, "2019");
  EXPECT_FALSE(read_record(R"({"text": "a", "url": ["https://a.example/1"]})"));
}

TEST(ReadRecord, NeedsOnlyText) {
  const auto record = read_record("{\"text\": \"a\", \"label\": null, \"substitutions\": null}\r");
  ASSERT_TRUE(record);
  EXPECT_EQ(record->label, "");
  EXPECT_TRUE(record->substitutions.empty());
}

TEST(ReadRecord, SaysWhatIsWrongWithALine) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"", "not valid JSON"},
      {"{\"text\": \"a\"", "not valid JSON"},
      {"[1]", "not an object"},
      {"{\"label\": \"spun\"}", "no field \"text\""},
      {"{\"text\": 5}", "\"text\" is of the wrong type"},
      {"{\"text\": \"a\", \"label\": []}", "\"label\" is of the wrong type"},
      {"{\"text\": \"a\", \"substitutions\": [\"b\"]}", "\"substitutions\" is of the wrong type"},
  };
  for (const auto& [line, message] : cases) {
    const auto record = read_record(line);
    ASSERT_FALSE(record) << line;
    EXPECT_EQ(record.error().code, ErrorCode::kBadInput);
    EXPECT_THAT(record.error().message, HasSubstr(message));
  }
}

TEST(ReadRecord, NamesTheFirstByteThatIsNotUtf8) {
  const auto record = read_record("{\"text\": \"\xFF\xFE\xFD\"}");
  ASSERT_FALSE(record);
  EXPECT_EQ(record.error().code, ErrorCode::kBadUtf8);
  EXPECT_THAT(record.error().message, HasSubstr("byte 10 "));
}

TEST(ReadRecord, FindsFieldsByTheNamesGiven) {
  const RecordFields fields{
      .id = "_id", .text = "body", .url = "link", .title = "head", .date = "when"};
  const auto record = read_record(
      R"({"_id": 1, "body": "a", "link": "l", "head": "h", "when": "2019", "text": 5})", fields);
  ASSERT_TRUE(record);
  EXPECT_EQ(record->id + record->text + record->url + record->title + record->date, "1alh2019");
  EXPECT_THAT(read_record(R"({"text": "a"})", fields).error().message, HasSubstr("\"body\""));
}

TEST(ReadRecord, SurvivesDeepNesting) {
  std::string line = "{\"text\": \"a\", \"deep\": ";
  line.append(200000, '[').append(200000, ']').append("}");
  const auto record = read_record(line);
  ASSERT_TRUE(record);
  EXPECT_EQ(record->text, "a");
  EXPECT_FALSE(read_record(std::string(1000000, '[')));
}

TEST(ReadRecord, TakesOneSourceOrAList) {
  const auto sources = [](const std::string& value) {
    const auto record = read_record("{\"text\":\"a\",\"source\":" + value + "}");
    return record ? record->sources : std::vector<std::string>{record.error().message};
  };
  EXPECT_EQ(sources("\"x\""), std::vector<std::string>{"x"});
  EXPECT_EQ(sources("7"), std::vector<std::string>{"7"});
  EXPECT_EQ(sources("[\"x\",\"y\"]"), (std::vector<std::string>{"x", "y"}));
  EXPECT_TRUE(sources("null").empty());
  for (const char* const wrong : {"{}", "[[]]", "\"\"", "[null]"}) {
    EXPECT_THAT(sources(wrong).at(0), HasSubstr("source")) << wrong;
  }
  const auto rows = read_all("text,source\na,x\nb,\n", "a.csv");
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(read_record(rows[0].record)->sources, std::vector<std::string>{"x"});
  EXPECT_TRUE(read_record(rows[1].record)->sources.empty());
}

TEST(Reader, SaysTheLineOfABadRecord) {
  const auto lines = read_all("{\"text\":\"a\"}\n\n{\"txt\":\"b\"}\nno JSON\n", "a.jsonl");
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(read_document(lines[1].record).error().line, 3U);
  EXPECT_EQ(read_record(lines[2].record).error().line, 4U);
  const auto rows = read_all("id,text\n1,\"two\nlines\"\n2,x,y\n", "a.csv");
  ASSERT_EQ(rows.size(), 2U);
  ASSERT_TRUE(rows[1].corrupt);
  EXPECT_EQ(rows[1].line, 4U);
  EXPECT_EQ(read_document("", {}).error().line, 0U) << "a page has no record, and no line";
}

TEST(Reader, TakesNoRecordBeyondMaxBytes) {
  const std::string long_line = "{\"text\":\"" + std::string(200, 'x') + "\"}\n";
  const std::string lines = "{\"text\":\"a\"}\n" + long_line + "{\"text\":\"b\"}\n";
  const ReaderOptions options{.max_bytes = 100};
  auto reader = read::RecordReader::open(read::memory_source(lines), "a.jsonl", options);
  ASSERT_TRUE(reader);
  const auto all = read_rest(**reader);
  ASSERT_EQ(all.size(), 3U);
  EXPECT_FALSE(all[0].corrupt);
  EXPECT_EQ(all[1].code, ErrorCode::kTooLarge);
  EXPECT_EQ(all[1].line, 2U);
  EXPECT_FALSE(all[2].corrupt);
  EXPECT_EQ((*reader)->counts().records, 2U);
  EXPECT_EQ((*reader)->counts().corrupt, 1U);
  for (const char* const name : {"a.txt", "a.html", "a.eml"}) {
    const auto one = read_all("Subject: x\nFrom: y\n\n" + std::string(200, 'x'), name, options);
    ASSERT_EQ(one.size(), 1U) << name;
    EXPECT_EQ(one[0].code, ErrorCode::kTooLarge) << name;
  }
}

}  // namespace
}  // namespace despin
