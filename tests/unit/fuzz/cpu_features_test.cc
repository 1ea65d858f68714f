#include "tests/support/cpu_features.h"

#include "gtest/gtest.h"

namespace despin {
namespace {

// Else a comparison of both kinds of functions would compare one with itself.
TEST(PortableKernels, HideAvx2WhileTheyLive) {
  const bool before = PortableKernels::has_avx2();
  {
    const PortableKernels none;
    EXPECT_FALSE(PortableKernels::has_avx2());
  }
  EXPECT_EQ(PortableKernels::has_avx2(), before);
}

}  // namespace
}  // namespace despin
