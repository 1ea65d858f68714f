// lib/base/exact_math.h - exp and log that give the same bits on every CPU.
//
//   double p = base::exact_exp(nats);
//   double nats = base::exact_log(p);
//
// The C library selects another implementation on CPUs with FMA, which rounds differently in the
// last bit; a report must not depend on that. These use only +, -, * and / in a fixed order, and
// the build turns contraction off.
//
// Errors   exact_exp() saturates: 0 below -745, exp(709) above. exact_log() of zero or less is
//          -745.
// Accuracy Within 2 units in the last place on the range used (tests/unit).
// Method   Cody and Waite reduction by ln 2 in two parts, then Taylor terms; log by atanh series on
//          the mantissa in [sqrt(1/2), sqrt(2)].
#pragma once

#include <bit>
#include <cstdint>

namespace despin::base {

namespace exact_math_detail {
inline constexpr double kLn2High = 6.93147180369123816490e-01;
inline constexpr double kLn2Low = 1.90821492927058770002e-10;
inline constexpr double kInverseLn2 = 1.44269504088896338700;
}  // namespace exact_math_detail

inline double exact_exp(double x) noexcept {
  using namespace exact_math_detail;
  if (!(x > -745.0)) return 0;  // also for NaN
  if (x > 709.0) x = 709.0;
  const double scaled = x * kInverseLn2;
  const auto k = static_cast<std::int64_t>(scaled + (scaled < 0 ? -0.5 : 0.5));
  const double n = static_cast<double>(k);
  const double r = (x - n * kLn2High) - n * kLn2Low;  // |r| <= ln(2) / 2
  double sum = 1.0 / 6227020800.0;                    // 1 / 13!
  constexpr double kInverseFactorial[] = {1.0 / 479001600.0,
                                          1.0 / 39916800.0,
                                          1.0 / 3628800.0,
                                          1.0 / 362880.0,
                                          1.0 / 40320.0,
                                          1.0 / 5040.0,
                                          1.0 / 720.0,
                                          1.0 / 120.0,
                                          1.0 / 24.0,
                                          1.0 / 6.0,
                                          1.0 / 2.0,
                                          1.0,
                                          1.0};
  for (const double c : kInverseFactorial) sum = sum * r + c;
  // Two steps, because 2^k alone may be subnormal although the product is not.
  const std::int64_t half = k / 2;
  const auto power = [](std::int64_t e) {
    return std::bit_cast<double>(static_cast<std::uint64_t>(e + 1023) << 52);
  };
  return sum * power(half) * power(k - half);
}

inline double exact_log(double x) noexcept {
  using namespace exact_math_detail;
  if (!(x > 0)) return -745;
  std::int64_t exponent = 0;
  if (x < 2.2250738585072014e-308) {  // subnormal
    x *= 18014398509481984.0;         // 2^54
    exponent = -54;
  }
  std::uint64_t bits = std::bit_cast<std::uint64_t>(x);
  exponent += static_cast<std::int64_t>(bits >> 52) - 1023;
  bits = (bits & 0x000FFFFFFFFFFFFFULL) | 0x3FF0000000000000ULL;
  double m = std::bit_cast<double>(bits);
  if (m > 1.4142135623730951) {
    m *= 0.5;
    ++exponent;
  }
  const double z = (m - 1) / (m + 1);
  const double z2 = z * z;
  double sum = 1.0 / 23.0;
  for (int n = 21; n >= 1; n -= 2) sum = sum * z2 + 1.0 / static_cast<double>(n);
  const double e = static_cast<double>(exponent);
  return e * kLn2High + (2 * z * sum + e * kLn2Low);
}

}  // namespace despin::base
