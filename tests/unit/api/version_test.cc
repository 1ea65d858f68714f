#include "despin/version.h"

#include "gtest/gtest.h"

namespace despin {
namespace {

TEST(Version, OfTheLibraryIsThatOfTheHeadersItWasBuiltWith) { EXPECT_STREQ(version(), kVersion); }

}  // namespace
}  // namespace despin
