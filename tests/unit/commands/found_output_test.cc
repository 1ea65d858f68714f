#include "lib/commands/found_output.h"

#include <new>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace despin::commands {
namespace {

TEST(FoundOutput, MakesLackOfMemoryAnErrorOfItsDocument) {
  OutputForm form;
  form.json = true;
  FoundOutput output(form);
  scan::Article article;
  article.place = "a.txt";
  article.record.name = "a.txt";
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  EXPECT_TRUE(output.add(article, true, []() -> std::string { throw std::bad_alloc(); }))
      << "others follow";
  EXPECT_TRUE(output.add(article, true, [] { return std::string("{\"second\":1}\n"); }));
  EXPECT_EQ(output.finish(), kExitError);
  const std::string out = testing::internal::GetCapturedStdout();
  EXPECT_THAT(out, testing::HasSubstr("\"error\":{\"code\":\"out_of_memory\""));
  EXPECT_THAT(out, testing::EndsWith("}\n{\"second\":1}\n"));
  EXPECT_THAT(testing::internal::GetCapturedStderr(), testing::StartsWith("despin: a.txt: "));
}

}  // namespace
}  // namespace despin::commands
