// JSON that is not one object a line: arrays, and objects over many lines.
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/compressed.h"
#include "tests/support/read_all.h"

namespace despin {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<std::string> texts_of(const std::vector<Said>& all) {
  std::vector<std::string> texts;
  for (const Said& said : all) {
    const auto document = said.corrupt ? Result<Document>(Error{said.code, said.message})
                                       : read_document(said.record);
    texts.push_back(document ? document->id + "=" + document->text
                             : "error: " + document.error().message);
  }
  return texts;
}

TEST(Json, GivesADocumentForEachObjectOfAnArray) {
  for (const char* const name : {"input", "a.json", "a.jsonl"}) {
    EXPECT_THAT(texts_of(read_all("[{\"id\":\"a\",\"text\":\"one }] \\\" x\"},\n"
                                  " {\"id\":\"b\",\"text\":\"two\",\"more\":{\"x\":[1]}}]\n",
                                  name)),
                ElementsAre("a=one }] \" x", "b=two"))
        << name;
  }
  EXPECT_THAT(read_all("[]", "a.json"), IsEmpty());
}

TEST(Json, ReadsObjectsOverManyLines) {
  const std::string pretty = "{\n  \"id\": \"a\",\n  \"text\": \"one\"\n}\n";
  EXPECT_THAT(texts_of(read_all(pretty, "-")), ElementsAre("a=one"));
  const auto two = read_all(pretty + pretty, "-");
  EXPECT_THAT(texts_of(two), ElementsAre("a=one", "a=one"));
  EXPECT_EQ(two[1].record.place.line, 5U);
  EXPECT_EQ(two[1].record.place.byte, pretty.size());
}

TEST(Json, StaysLinesWhereOnlyTheFirstIsBroken) {
  const auto all = read_all("{\"text\": \"cut\n{\"id\":\"b\",\"text\":\"two\"}\n", "-");
  EXPECT_THAT(texts_of(all), ElementsAre(HasSubstr("not valid JSON"), "b=two"));
}

TEST(Json, SaysOnceWhatIsNoObject) {
  EXPECT_THAT(texts_of(read_all("[1, \"{\", null, {\"text\":\"x\"}, 2, 3]", "a.json")),
              ElementsAre(HasSubstr("not objects"), "=x", HasSubstr("not objects")));
  EXPECT_THAT(texts_of(read_all("[{\"text\":\"x\"}, {\"text\":\"y\"", "a.json")),
              ElementsAre("=x", HasSubstr("does not close")));
}

TEST(Json, GoesOnAtEveryPlace) {
  const std::string json = "[{\"text\":\"a\"},\n{\"text\":\"b\"},\n7,\n{\"text\":\"c\"}]";
  for (const std::string& bytes : {json, gzip_member(json)}) {
    for (const bool seekable : {true, false}) {
      const auto all = read_all(bytes, "a.json", {}, seekable);
      ASSERT_EQ(all.size(), 4U);
      for (std::size_t i = 0; i < all.size(); ++i) {
        auto reader = read::RecordReader::open(read::memory_source(bytes, seekable), "a.json", {});
        ASSERT_TRUE(reader);
        ASSERT_TRUE((*reader)->resume_at(all[i].record.place));
        const std::vector<Said> rest(all.begin() + static_cast<std::ptrdiff_t>(i), all.end());
        EXPECT_EQ(read_rest(**reader), rest) << i;
      }
    }
  }
}

TEST(Json, ReplacesLoneSurrogatesAndBadBytesAndCountsThem) {
  const auto lone = read_record("{\"text\": \"a \\ud800 b \\udc00 c \\ud83d\\ude00 \\\\ud800\"}");
  ASSERT_TRUE(lone) << lone.error().message;
  EXPECT_EQ(lone->text, "a \uFFFD b \uFFFD c \U0001F600 \\ud800");
  EXPECT_EQ(lone->replaced_bytes, 2U);
  const auto bad = read_record("{\"text\": \"a \xFF b\"}");
  ASSERT_TRUE(bad);
  EXPECT_EQ(bad->text, "a \uFFFD b");
  EXPECT_EQ(bad->replaced_bytes, 1U);
  EXPECT_EQ(read_record("{\"text\": \"\xFF\xFE\xFD\xFC\"}").error().code, ErrorCode::kBadUtf8);
}

}  // namespace
}  // namespace despin
