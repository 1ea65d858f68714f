// exp and log against the C library's, in units in the last place.
#include "lib/base/exact_math.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>

#include "gtest/gtest.h"

namespace despin::base {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// Doubles between a and b, both positive.
std::int64_t steps(double a, double b) {
  return std::abs(std::bit_cast<std::int64_t>(a) - std::bit_cast<std::int64_t>(b));
}

double draw(std::mt19937_64& random, double low, double high) {
  return low + (high - low) * static_cast<double>(random() >> 11) / 9007199254740992.0;
}

TEST(ExactExp, IsWithinTwoUnitsOfTheLibrary) {
  std::mt19937_64 random(1);
  for (const double reach : {0.5, 20.0, 700.0}) {
    for (int i = 0; i < 100000; ++i) {
      const double x = draw(random, -reach, reach);
      EXPECT_LE(steps(exact_exp(x), std::exp(x)), 2) << x;
    }
  }
}

TEST(ExactExp, KnowsItsCorners) {
  EXPECT_EQ(exact_exp(0.0), 1);
  EXPECT_EQ(exact_exp(-0.0), 1);
  EXPECT_EQ(exact_exp(-745.1), 0);
  EXPECT_EQ(exact_exp(-kInfinity), 0);
  EXPECT_EQ(exact_exp(kNaN), 0);
  EXPECT_EQ(exact_exp(kInfinity), exact_exp(709.0));
  EXPECT_TRUE(std::isfinite(exact_exp(1e300)));
}

TEST(ExactExp, RunsIntoSubnormals) {
  for (double x = -708; x > -744; x -= 0.37) EXPECT_LE(steps(exact_exp(x), std::exp(x)), 2) << x;
  EXPECT_GT(exact_exp(-744.0), 0);
}

TEST(ExactExp, NeverFalls) {
  double before = 0;
  for (double x = -50; x < 50; x += 0.001) {
    EXPECT_GE(exact_exp(x), before) << x;
    before = exact_exp(x);
  }
}

TEST(ExactLog, IsWithinTwoUnitsOfTheLibrary) {
  std::mt19937_64 random(2);
  for (int i = 0; i < 300000; ++i) {
    const double x = std::exp(draw(random, -700, 700));
    const double expected = std::log(x);
    EXPECT_LE(steps(std::abs(exact_log(x)), std::abs(expected)), 2) << x;
  }
  for (int i = 0; i < 100000; ++i) {
    const double x = draw(random, 0.5, 2);
    EXPECT_NEAR(exact_log(x), std::log(x), 2 * std::numeric_limits<double>::epsilon()) << x;
  }
}

TEST(ExactLog, KnowsItsCorners) {
  EXPECT_EQ(exact_log(1.0), 0);
  EXPECT_EQ(exact_log(0.0), -745);
  EXPECT_EQ(exact_log(-0.0), -745);
  EXPECT_EQ(exact_log(-1.0), -745);
  EXPECT_EQ(exact_log(-kInfinity), -745);
  EXPECT_EQ(exact_log(kNaN), -745);
  EXPECT_TRUE(std::isfinite(exact_log(kInfinity)));
  const double least = std::numeric_limits<double>::denorm_min();
  EXPECT_DOUBLE_EQ(exact_log(least), std::log(least));
  EXPECT_DOUBLE_EQ(exact_log(std::numeric_limits<double>::min()),
                   std::log(std::numeric_limits<double>::min()));
  EXPECT_DOUBLE_EQ(exact_log(std::numeric_limits<double>::max()),
                   std::log(std::numeric_limits<double>::max()));
}

// Bits written down once: another compiler or CPU must find the same.
TEST(ExactMath, HasTheSameBitsEverywhere) {
  std::uint64_t sum = 0;
  for (int i = -4000; i < 4000; ++i) {
    sum = std::rotl(sum, 7) ^ std::bit_cast<std::uint64_t>(exact_exp(i * 0.17));
    sum = std::rotl(sum, 7) ^ std::bit_cast<std::uint64_t>(exact_log(1 + (i + 4000) * 0.013));
  }
  EXPECT_EQ(sum, 9184348140501760837ULL);
}

}  // namespace
}  // namespace despin::base
