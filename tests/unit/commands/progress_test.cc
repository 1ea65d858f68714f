#include "lib/commands/progress.h"

#include "gtest/gtest.h"

namespace despin::commands {
namespace {

TEST(ProgressWords, SayAsMuchAsIsKnown) {
  EXPECT_EQ(progress_words("adding", {}, 0.1), "adding");
  EXPECT_EQ(progress_words("adding", {.documents = 1}, 0.1), "adding: 1 document");
  EXPECT_EQ(progress_words("adding", {.documents = 12345}, 5),
            "adding: 12,345 documents, 2,469 a second");
  EXPECT_EQ(progress_words("adding", {.documents = 100, .done = 25, .total = 100}, 30),
            "adding: 100 documents, 3 a second, 25 %, 1 min 30 s left");
  EXPECT_EQ(progress_words("merging", {.done = 1, .total = 3}, 7200),
            "merging: 33 %, 4 h 0 min left");
  EXPECT_EQ(progress_words("merging", {.done = 3, .total = 3}, 10), "merging: 100 %");
  // Those of an earlier run took none of this time.
  EXPECT_EQ(
      progress_words(
          "scanning",
          {.documents = 600, .done = 60, .total = 100, .documents_before = 500, .done_before = 50},
          10),
      "scanning: 600 documents, 10 a second, 60 %, 40 s left");
  // A file that grew meanwhile.
  EXPECT_EQ(progress_words("adding", {.done = 4, .total = 3}, 10), "adding");
}

}  // namespace
}  // namespace despin::commands
