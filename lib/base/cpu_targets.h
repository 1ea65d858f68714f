// lib/base/cpu_targets.h - target attributes for functions that are compiled a second time for
// newer CPUs; call __builtin_cpu_supports() before calling such a function.
#pragma once

#if defined(__x86_64__) && defined(__GNUC__)
#define DESPIN_HAS_AVX2_TARGET 1
#endif
