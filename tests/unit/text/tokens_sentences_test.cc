#include <string_view>

#include "gtest/gtest.h"
#include "tests/support/tokens_rendering.h"

namespace despin::text {
namespace {

TEST(TokensSentences, EndAtStops) {
  check({
      {"He left. She stayed.", "P|he left |she stayed"},
      {"Why? Because! 5 left.", "P|why |because |<num> left"},
      {"He left. (She stayed.) They ate.", "P|he left |she stayed |they ate"},
      {"It cost 3. Then 4.", "P|it cost <num> |then <num>"},
      {"\"Stop!\" she said. \"Go.\" He went.", "P|stop/q she said |go/q |he went"},
      {"\u201CStop.\u201D He went.", "P|stop/q |he went"},
      {"Yahoo! said so.", "P|yahoo said so"},
      {"Wait... what? Wait... Then go.", "P|wait +, what |wait |then go"},
      {"end of it.[3] Next", "P|end of it |next"},
      {"I use iOS. iPhones too.", "P|i use ios iphones too"},
  });
}

TEST(TokensSentences, DoNotEndAtAbbreviations) {
  check({
      {"Mr. Smith met Dr. Who.", "P|mr smith met dr who"},
      {"John F. Kennedy Jr. died.", "P|john f kennedy jr died"},
      {"J. K. Rowling wrote.", "P|j k rowling wrote"},
      {"the U.S. Army. In the U.S. The law", "P|the u.s. army |in the u.s. |the law"},
      {"At 5 p.m. Tuesday. At 5 p.m. They ate.",
       "P|at <num> p.m. tuesday |at <num> p.m. |they ate"},
      {"See No. 5. He said no. Then", "P|see no <num> |he said no |then"},
      {"on Sept. 11 or in Sept. He", "P|on sept <num> or in sept |he"},
      {"Acme Inc. announced. Acme Inc. Germany", "P|acme inc announced |acme inc germany"},
      {"A vs. B, e.g. Paris", "P|a vs b +, e.g. paris"},
      {"cats, etc., The Hague", "P|cats +, etc +, the hague"},
      {"the First World War I. It ended", "P|the first world war i |it ended"},
  });
}

TEST(TokensSentences, GoOnOverWrappedLines) {
  check({
      {"This text is wrapped at some column and\nParis is in it, as is the other\ntown.",
       "P|this text is wrapped at some column and paris is in it +, as is the other town"},
      {"A line that ends in a stop, wrapped here.\nanother begins small on the next line.",
       "P|a line that ends in a stop +, wrapped here |another begins small on the next line"},
      {"The visit of the president was led by Mr.\nSmith on Monday.",
       "P|the visit of the president was led by mr smith on monday"},
  });
}

TEST(TokensSentences, EndAtParagraphsAndHeadings) {
  check({
      {"one\n\ntwo", "P|one P|two"},
      {"one\r\n \t\r\ntwo", "P|one P|two"},
      {"A heading\nThis is the first line of a paragraph of text\nand this is the second of them.",
       "P|a heading |this is the first line of a paragraph of text and this is the second of them"},
      {"# Title here\nText", "P|title here |text"},
      {"Intro\n---\nText", "P|intro P|text"},
      {"Home\nAbout us\nContact", "P|home |about us |contact"},
  });
}

TEST(TokensSentences, TakeLongLinesForParagraphs) {
  const std::string line = "this is one paragraph of many words " + std::string(200, 'x');
  const std::string text = line + "\n" + line;
  Tokens tokens;
  ASSERT_TRUE(tokenize(text, tokens));
  int paragraphs = 0;
  for (const Token& t : tokens.list) paragraphs += (t.flags & kParagraphStart) != 0 ? 1 : 0;
  EXPECT_EQ(paragraphs, 2);
}

}  // namespace
}  // namespace despin::text
