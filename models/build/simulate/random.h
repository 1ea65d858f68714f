// models/build/simulate/random.h - random draws determined by a key, not by their order.
//
//   const double noise = gumbel(key(seed, place, word));
//
// The largest of ln p_i + gumbel(i) is a draw from p (Gumbel 1954); the k largest are k draws
// without replacement. A key gives the same number on every machine.
#pragma once

#include <cstdint>

#include "lib/base/exact_math.h"
#include "lib/base/hash.h"

namespace despin::simulate {

constexpr std::uint64_t key(std::uint64_t seed, std::uint64_t a, std::uint64_t b = 0) {
  return base::mix64(base::mix64(base::mix64(seed + 0x9E3779B97F4A7C15ULL) ^ a) + b);
}

// In (0, 1).
inline double uniform(std::uint64_t drawn) {
  return (static_cast<double>(drawn >> 11) + 0.5) * 0x1p-53;
}

inline double gumbel(std::uint64_t drawn) {
  return -base::exact_log(-base::exact_log(uniform(drawn)));
}

// About normal, mean 0 and deviation 1 (the sum of twelve, Irwin 1927 and Hall 1927).
inline double normal(std::uint64_t drawn) {
  double sum = -6;
  for (std::uint64_t i = 0; i < 12; ++i) sum += uniform(key(drawn, i));
  return sum;
}

}  // namespace despin::simulate
