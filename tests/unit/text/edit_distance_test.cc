#include "lib/text/edit_distance.h"

#include <vector>

#include "gtest/gtest.h"

namespace despin::text {
namespace {

TEST(EditDistance, CountsChangesOfOneByte) {
  EXPECT_EQ(edit_distance("", ""), 0U);
  EXPECT_EQ(edit_distance("check", "check"), 0U);
  EXPECT_EQ(edit_distance("", "scan"), 4U);
  EXPECT_EQ(edit_distance("chek", "check"), 1U);
  EXPECT_EQ(edit_distance("cehck", "check"), 2U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
  EXPECT_EQ(edit_distance("sitting", "kitten"), 3U);
}

TEST(Nearest, IsTheNameThatWasMeantOrNone) {
  const std::vector<std::string> verbs = {"check", "compare", "scan", "index", "report"};
  EXPECT_EQ(nearest("chek", verbs), "check");
  EXPECT_EQ(nearest("indx", verbs), "index");
  EXPECT_EQ(nearest("comprae", verbs), "compare");
  EXPECT_EQ(nearest("scna", verbs), "");  // half of it is other letters
  EXPECT_EQ(nearest("page.html", verbs), "");
  EXPECT_EQ(nearest("", verbs), "");
}

}  // namespace
}  // namespace despin::text
