#include "lib/record/document_identity.h"

#include <string>

#include "gtest/gtest.h"

namespace despin::record {
namespace {

RawRecord record(RecordKind kind, const std::string& id, const std::string& url) {
  RawRecord made;
  made.kind = kind;
  made.id = id;
  made.url = url;
  made.name = "in/./a";
  return made;
}

Document document(const std::string& id, const std::string& url) {
  Document made;
  made.id = id;
  made.url = url;
  return made;
}

TEST(DocumentIdentity, OfAWebArchiveIsTheAddressWhateverTheKindOfRecord) {
  for (const RecordKind kind : {RecordKind::kHttp, RecordKind::kBytes}) {
    const RawRecord made = record(kind, "urn:1", "https://a.example/");
    EXPECT_EQ(document_identity(made, document("urn:1", "https://canonical.example/")),
              "https://a.example/");
    EXPECT_EQ(document_identity(record(kind, "urn:1", ""), document("urn:1", "")), "urn:1");
    // A record must have an id; one that has none is no file for that.
    EXPECT_EQ(document_identity(record(kind, "", "https://a.example/"), document("", "")),
              "https://a.example/");
  }
}

TEST(DocumentIdentity, OfALineOrRowIsItsIdBeforeItsAddress) {
  for (const RecordKind kind : {RecordKind::kJsonLine, RecordKind::kRow}) {
    const RawRecord made = record(kind, "7", "https://a.example/");
    EXPECT_EQ(document_identity(made, document("7", "https://a.example/")), "7");
    EXPECT_EQ(own_name(made, document("", "https://a.example/")), "");
    EXPECT_EQ(document_identity(made, document("", "https://a.example/")), "https://a.example/");
    EXPECT_EQ(document_identity(record(kind, "", ""), document("", "")), "");
  }
}

TEST(DocumentIdentity, OfAFileIsThePathAndOfStandardInputWhatThePageStates) {
  RawRecord file = record(RecordKind::kBytes, "", "");
  EXPECT_EQ(document_identity(file, document("", "https://c.example/")), "in/a");
  file.name = "-";
  EXPECT_EQ(own_name(file, document("", "https://c.example/")), "");
  EXPECT_EQ(document_identity(file, document("", "https://c.example/")), "https://c.example/");
}

TEST(DocumentName, IsTheIdElseThePathAsGivenWithItsPlace) {
  RawRecord line = record(RecordKind::kJsonLine, "", "https://a.example/");
  line.place.line = 3;
  line.name = "./a.jsonl.gz";
  EXPECT_EQ(document_name(line, document("7", "")), "7");
  EXPECT_EQ(document_name(line, document("", "https://a.example/")), "a.jsonl.gz:3");
  RawRecord mail = record(RecordKind::kMail, "", "");
  mail.place.number = 2;
  EXPECT_EQ(document_name(mail, document("", "")), "in/a:2");
  EXPECT_EQ(document_identity(mail, document("", "")), "in/a:2");
  EXPECT_EQ(document_name(record(RecordKind::kBytes, "", ""), document("", "")), "in/a");
}

TEST(DocumentIdentity, OfAPathIsOneSpelling) {
  EXPECT_EQ(path_identity("./a//b.txt"), "a/b.txt");
  EXPECT_EQ(path_identity("a/../b.txt"), "b.txt");
  EXPECT_EQ(path_identity("/a/b.txt"), "/a/b.txt");
}

}  // namespace
}  // namespace despin::record
