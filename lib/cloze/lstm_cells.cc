#include "lib/cloze/lstm_cells.h"

#include <cstddef>

#include "lib/base/cpu_targets.h"

namespace despin::cloze {
namespace {

// tanh by its continued fraction, truncated after seven terms: within 1e-4.
[[gnu::always_inline]] inline float tanh_of(float x) noexcept {
  constexpr float kFar = 4.9F;
  x = x < -kFar ? -kFar : x;
  x = x > kFar ? kFar : x;
  const float s = x * x;
  const float above = x * (135135.0F + s * (17325.0F + s * (378.0F + s)));
  const float below = 135135.0F + s * (62370.0F + s * (3150.0F + s * 28.0F));
  return above / below;
}

[[gnu::always_inline]] inline float logistic(float x) noexcept {
  return 0.5F + 0.5F * tanh_of(0.5F * x);
}

// A loop that compilers vectorize.
[[gnu::always_inline]] inline void step(const float* gates, std::size_t n, float* cells,
                                        std::int16_t* state) noexcept {
  const float* in = gates;
  const float* forget = in + n;
  const float* fresh = forget + n;
  const float* shown = fresh + n;
  for (std::size_t i = 0; i < n; ++i) {
    const float cell = logistic(forget[i]) * cells[i] + logistic(in[i]) * tanh_of(fresh[i]);
    const float out = logistic(shown[i]) * tanh_of(cell) * kStateOne;
    cells[i] = cell;
    state[i] = to_int16(out);
  }
}

#ifdef DESPIN_HAS_AVX2_TARGET
[[gnu::target("avx2")]] void step_avx2(const float* gates, std::size_t n, float* cells,
                                       std::int16_t* state) noexcept {
  step(gates, n, cells, state);
}
#endif

}  // namespace

void step_cells(std::span<const float> gates, std::span<float> cells,
                std::span<std::int16_t> state) noexcept {
#ifdef DESPIN_HAS_AVX2_TARGET
  if (__builtin_cpu_supports("avx2")) {
    step_avx2(gates.data(), cells.size(), cells.data(), state.data());
    return;
  }
#endif
  step(gates.data(), cells.size(), cells.data(), state.data());
}

}  // namespace despin::cloze
