#include <string>
#include <string_view>

#include "gtest/gtest.h"
#include "tests/support/tokens_rendering.h"

namespace despin::text {
namespace {

TEST(TokensMarks, MarkQuotations) {
  check({
      {"He said \"yes we can\" and left", "P|he said yes/q we/q can/q and left"},
      {"\u201Cyes,\u201D he said", "P|yes/q +,/q he said"},
      {"a \u2018small\u2019 thing", "P|a small/q thing"},
      {"\u201Ca \u2018b\u2019 c\u201D d", "P|a/q b/q c/q d"},
      {"\u2018it\u2019s ours\u2019 now", "P|it/q +'s/q ours/q now"},
      {"\u00ABoui\u00BB non", "P|oui/q non"},
      {"a 6\" plank and 7\" nail", "P|a <num> plank and <num> nail"},
      {"an \"open quotation", "P|an open quotation"},
      {"an \u201Copen one\n\nand a \u201D late close", "P|an open one P|and a late close"},
  });
}

TEST(TokensMarks, LeaveEndlessQuotationsAlone) {
  std::string text = "\"";
  for (int i = 0; i < 400; ++i) text += "word ";
  text += "end\" after";
  EXPECT_EQ(rendered(text).find("/q"), std::string::npos);
}

TEST(TokensMarks, MarkCode) {
  check({
      {"the `make all` command", "P|the make/c all/c command"},
      {"a lone ` here", "P|a lone here"},
      {"both `a` and `b` or `c`", "P|both a/c and b/c or c/c"},
      {"``so'' and ``more''", "P|so and more"},
      {"text\n```sh\nrun it\n```\nmore", "P|text P|run/c it/c P|more"},
      {"text\n```\nnever closed", "P|text |never closed"},
      {"~~~\ncode\n~~~\n\nwords\n\n    indented\n\nwords", "P|code/c P|words P|indented/c P|words"},
      {"words\n\n    indented without fences", "P|words P|indented without fences"},
  });
}

TEST(TokensMarks, MarkLists) {
  check({
      {"- one\n* two\n\u2022 three", "P|one/l |two/l |three/l"},
      {"1. one\n2) two\n(a) three", "P|one/l |two/l |three/l"},
      {"2019. The year", "P|<num> |the year"},
      {"-5 degrees", "P|<num> degrees"},
  });
}

TEST(TokensMarks, MarkTables) {
  check({
      {"| a | b |\n|---|---|\n| c | d |", "P|a/t ,/t b/t P|c/t ,/t d/t"},
      {"Paris\t2\nRome\t3", "P|paris/t ,/t <num>/t |rome/t ,/t <num>/t"},
      {"Jane Doe | Some Agency | Some Pictures", "P|jane doe , some agency , some pictures"},
  });
}

}  // namespace
}  // namespace despin::text
