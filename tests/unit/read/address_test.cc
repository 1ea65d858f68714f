#include "lib/read/address.h"

#include "gtest/gtest.h"

namespace despin::read {
namespace {

TEST(ResolvedAddress, FollowsTheRulesOfLinks) {
  const char* const base = "https://a.example/news/one?page=2#top";
  const std::pair<const char*, const char*> cases[] = {
      {"https://b.example/x", "https://b.example/x"},
      {"//b.example/x", "https://b.example/x"},
      {"/story", "https://a.example/story"},
      {"story", "https://a.example/news/story"},
      {"../story?x=1#y", "https://a.example/story?x=1#y"},
      {"../../../story", "https://a.example/story"},
      {"./", "https://a.example/news/"},
      {"?page=3", "https://a.example/news/one?page=3"},
      {"#end", "https://a.example/news/one?page=2#end"},
      {"", ""}};
  for (const auto& [link, expected] : cases) {
    EXPECT_EQ(resolved_address(link, base), expected) << link;
  }
  EXPECT_EQ(resolved_address("x", "https://a.example"), "https://a.example/x");
}

TEST(ResolvedAddress, LeavesALinkWithoutABase) {
  for (const char* const base : {"", "a/b.html", "urn:uuid:1"}) {
    EXPECT_EQ(resolved_address("//b.example/x", base), "//b.example/x");
  }
}

}  // namespace
}  // namespace despin::read
