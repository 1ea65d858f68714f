// Mail, mailboxes and MHTML: the text of a message, and what its header says.
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/read_all.h"

namespace despin {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Document only_document(const std::string& bytes, const std::string& name = "-") {
  const auto all = read_all(bytes, name);
  EXPECT_EQ(all.size(), 1U);
  if (all.size() != 1 || all[0].corrupt) return {};
  EXPECT_EQ(all[0].record.kind, RecordKind::kMail);
  auto document = read_document(all[0].record);
  EXPECT_TRUE(document) << document.error().message;
  return document ? *std::move(document) : Document();
}

TEST(Mail, IsItsTextWithWhatTheHeaderSays) {
  const Document mail = only_document(
      "From: \"A. Writer\" <a@a.example>\r\nTo: b@b.example\r\n"
      "Subject: =?utf-8?Q?The_caf=C3=A9?=\r\n =?utf-8?B?IG9uIE1haW4=?= street\r\n"
      "Date: Tue, 05 Jan 2021 10:00:00 +0000\r\nMessage-ID: <1@a.example>\r\n\r\n"
      "The road will be closed.\r\n");
  EXPECT_EQ(mail.text, "The road will be closed.\r\n");
  EXPECT_EQ(mail.title, "The caf\u00E9 on Main street");
  EXPECT_EQ(mail.id, "1@a.example");
  EXPECT_EQ(mail.author, "\"A. Writer\" <a@a.example>");
  EXPECT_EQ(mail.date, "Tue, 05 Jan 2021 10:00:00 +0000");
}

TEST(Mail, UndoesTransferEncodingsAndCharsets) {
  EXPECT_EQ(only_document("Subject: x\nMIME-Version: 1.0\nContent-Transfer-Encoding: base64\n\n"
                          "VGhlIHJvYWQg\nd2lsbCBiZSBjbG9zZWQu\n")
                .text,
            "The road will be closed.");
  EXPECT_EQ(only_document("Subject: x\nMIME-Version: 1.0\nContent-Type: text/plain; "
                          "charset=\"iso-8859-1\"\nContent-Transfer-Encoding: quoted-printable\n\n"
                          "A caf=E9 in=\n town =3D")
                .text,
            "A caf\u00E9 in town =");
  EXPECT_EQ(only_document("Subject: x\nMIME-Version: 1.0\nContent-Type: text/plain; "
                          "format=flowed\n\nOne line \ngoes on.\nAnother")
                .text,
            "One line goes on.\nAnother");
}

std::string multipart(const std::string& type, const std::string& parts) {
  return "Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/" + type +
         ";\n boundary=\"=_b\"\n\npreamble\n" + parts + "--=_b--\nend\n";
}

TEST(Mail, PrefersPlainTextAndLeavesAttachments) {
  const std::string html = "--=_b\nContent-Type: text/html\n\n<p>The <b>HTML</b> part.</p>\n";
  const std::string plain = "--=_b\nContent-Type: text/plain\n\nThe plain part.\n";
  const std::string attached =
      "--=_b\nContent-Type: text/plain\nContent-Disposition: attachment\n\nAttached.\n";
  EXPECT_EQ(only_document(multipart("alternative", plain + html)).text, "The plain part.\n");
  EXPECT_EQ(only_document(multipart("alternative", html + plain)).text, "The plain part.\n");
  EXPECT_EQ(only_document(multipart("alternative", html)).text, "The HTML part.");
  EXPECT_EQ(only_document(multipart("mixed", attached + plain)).text, "The plain part.\n");
  const auto all = read_all(multipart("mixed", attached), "a.eml");
  ASSERT_EQ(all.size(), 1U);
  EXPECT_THAT(read_document(all[0].record).error().message, HasSubstr("a message without text"));
}

TEST(Mail, TakesThePageOutOfMhtml) {
  const Document page = only_document(
      "From: <Saved by a browser>\nSnapshot-Content-Location: https://a.example/news/1\n"
      "Subject: The road\nDate: Tue, 05 Jan 2021 10:00:00 -0000\nMIME-Version: 1.0\n"
      "Content-Type: multipart/related;\n\ttype=\"text/html\";\n\tboundary=\"--b\"\n\n\n"
      "----b\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n"
      "Content-Location: https://a.example/news/1\n\n"
      "<html><head><link rel=3Dcanonical href=3D\"/story\"></head><body><p>The road will be clo=\n"
      "sed.</body></html>\n----b\nContent-Type: image/png\n\nxx\n----b--\n",
      "page.mhtml");
  EXPECT_EQ(page.kind, DocumentKind::kHtml);
  EXPECT_EQ(page.text, "The road will be closed.");
  EXPECT_EQ(page.url, "https://a.example/news/1");
  EXPECT_EQ(page.canonical_url, "https://a.example/story");
  EXPECT_EQ(page.id, page.url) << "it has no other name of its own";
  EXPECT_EQ(page.title, "The road");
  const Document named = only_document(
      "From: <Saved by a browser>\nMIME-Version: 1.0\nMessage-ID: <1@a>\n"
      "Content-Location: https://a.example/news/2\nContent-Type: text/html\n\n"
      "<html><body><p>The road is closed.</body></html>\n",
      "page.mht");
  EXPECT_EQ(named.url, "https://a.example/news/2");
  EXPECT_EQ(named.id, "1@a");
}

TEST(Mail, IsNotSeenInTexts) {
  for (const char* const text :
       {"Note: this is a text.\nIt goes on.\n", "From here on\nSubject: none\n",
        "Title: A page\nDate: today\n\nText\n", "To: be or not\nTo: be\n\nText\n"}) {
    const auto all = read_all(text, "-");
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].record.kind, RecordKind::kBytes) << text;
  }
}

TEST(Mbox, GivesEachMessage) {
  const std::string box =
      "From a@a.example Tue Jan  5 10:00:00 2021\nFrom: a@a.example\nSubject: One\n"
      "Message-ID: <1@a>\n\nFirst text.\n>From here on it is quoted.\n\n"
      "From b@b.example Wed Jan  6 10:00:00 2021\nFrom: b@b.example\nSubject: Two\n"
      "Message-ID: <2@b>\n\nSecond text,\nFrom the middle.\n\n";
  for (const bool seekable : {true, false}) {
    const auto all = read_all(box, "-", {}, seekable);
    ASSERT_EQ(all.size(), 2U);
    const auto one = read_document(all[0].record);
    const auto two = read_document(all[1].record);
    ASSERT_TRUE(one && two);
    EXPECT_THAT(one->text, HasSubstr("\nFrom here on"));
    EXPECT_THAT(two->text, HasSubstr("text,\nFrom the middle."));
    EXPECT_THAT((std::vector<std::string>{one->id, two->id}), ElementsAre("1@a", "2@b"));
    EXPECT_EQ(all[0].record.place.line, 1U);
    EXPECT_EQ(all[1].record.place.line, 9U);
    for (std::size_t i = 0; i < all.size(); ++i) {
      auto reader = read::RecordReader::open(read::memory_source(box, seekable), "-", {});
      ASSERT_TRUE(reader);
      ASSERT_TRUE((*reader)->resume_at(all[i].record.place));
      const std::vector<Said> rest(all.begin() + static_cast<std::ptrdiff_t>(i), all.end());
      EXPECT_EQ(read_rest(**reader), rest) << i;
    }
  }
}

TEST(Mbox, SaysWhereAMessageWithoutTextStands) {
  const std::string box =
      "From a@a.example Tue Jan  5 10:00:00 2021\nFrom: a@a.example\nSubject: One\n\nText.\n\n\n"
      "From b@b.example Wed Jan  6 10:00:00 2021\nFrom: b@b.example\nSubject: Two\n"
      "Content-Type: image/png\n\nxx\n";
  const auto all = read_all(box, "a.mbox");
  ASSERT_EQ(all.size(), 2U);
  EXPECT_TRUE(read_document(all[0].record));
  EXPECT_EQ(read_document(all[1].record).error().line, 8U);
}

}  // namespace
}  // namespace despin
