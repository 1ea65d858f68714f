#include "lib/scan/document_limits.h"

#include <chrono>

#include "gtest/gtest.h"

namespace despin::scan {
namespace {

TEST(DocumentLimits, AreThoseOfTheLibraryUnlessTold) {
  const Limits limits = limits_of({});
  EXPECT_EQ(limits.max_bytes, Limits{}.max_bytes);
  EXPECT_EQ(limits.max_words, Limits{}.max_words);
  EXPECT_EQ(limits.max_memory, Limits{}.max_memory);
  EXPECT_EQ(limits.deadline, Limits{}.deadline);
  EXPECT_FALSE(limits.stop);
}

TEST(DocumentLimits, BeginWithTheDocument) {
  const auto before = std::chrono::steady_clock::now();
  const Limits limits = limits_of({.max_bytes = 5, .max_words = 6, .max_memory = 7, .seconds = 0.5},
                                  [] { return true; });
  EXPECT_EQ(limits.max_bytes, 5U);
  EXPECT_EQ(limits.max_words, 6U);
  EXPECT_EQ(limits.max_memory, 7U);
  EXPECT_GE(limits.deadline, before + std::chrono::milliseconds(500));
  EXPECT_LE(limits.deadline, std::chrono::steady_clock::now() + std::chrono::milliseconds(500));
  EXPECT_TRUE(limits.stop());
}

}  // namespace
}  // namespace despin::scan
