// lib/base/cpu_targets.h - which instructions beyond the CPU's plainest a function may be compiled
// for a second time; who does so asks __builtin_cpu_supports() before calling it.
#pragma once

#if defined(__x86_64__) && defined(__GNUC__)
#define DESPIN_HAS_AVX2_TARGET 1
#endif
