// tests/support/cpu_features.h - has the library take its portable functions on a CPU for which
// it has better ones (lib/base/cpu_targets.h), to compare both.
//
//   { const PortableKernels portable;  base::dot_rows(..); }   // as on an old CPU
//   base::dot_rows(..);                                        // as on this one
//
// Threads  One at a time; no other thread may ask for features meanwhile.
// Method   Clears the bit that __builtin_cpu_supports() reads.
#pragma once

#include "lib/base/cpu_targets.h"

#ifdef DESPIN_HAS_AVX2_TARGET
// What the compilers' run time fills in at start: vendor, type, subtype, features.
extern "C" {
extern struct CpuModelOfTheRunTime {
  unsigned vendor;
  unsigned type;
  unsigned subtype;
  unsigned features[1];
} __cpu_model;  // NOLINT(bugprone-reserved-identifier): the name is not ours
}
#endif

namespace despin {

class PortableKernels {
 public:
#ifdef DESPIN_HAS_AVX2_TARGET
  PortableKernels() : features_(__cpu_model.features[0]) { set_features(features_ & ~kAvx2); }
  ~PortableKernels() { set_features(features_); }

 private:
  static constexpr unsigned kAvx2 = 1U << 10;  // FEATURE_AVX2 of GCC and Clang

  static void set_features(unsigned features) {
    __cpu_model.features[0] = features;
    // To the compiler what the built-in function reads is another variable.
    asm volatile("" ::: "memory");
  }

  unsigned features_;

 public:
#else
  PortableKernels() = default;
#endif
  PortableKernels(const PortableKernels&) = delete;  // restores what it found
  PortableKernels& operator=(const PortableKernels&) = delete;

  // Whether a function for AVX2 would be taken now.
  static bool has_avx2() {
#ifdef DESPIN_HAS_AVX2_TARGET
    return __builtin_cpu_supports("avx2") != 0;
#else
    return false;
#endif
  }
};

}  // namespace despin
