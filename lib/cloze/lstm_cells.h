// lib/cloze/lstm_cells.h - updates the cells of an LSTM: the elementwise part of a step.
//
//   step_cells(gates, cells, state);           // one step; the next one reads `state`
//
// Shapes   gates [4 x cells]: input, forget, cell, output, before their activation functions;
//          `state` in units of 1 / 32767.
// Order    Only +, -, *, / and comparisons, each rounded to float: the same on every CPU. Uses AVX2
//          if available.
// Method   Hochreiter and Schmidhuber 1997 with the forget gate of Gers et al. 2000; tanh within
//          1e-4.
#pragma once

#include <cmath>
#include <cstdint>
#include <span>

namespace despin::cloze {

inline constexpr float kStateOne = 32767;  // unit of a 16-bit state, whose values are within +-1

// Rounds to the nearest integer, halves away from 0. REQUIRES: the result fits 16 bits.
[[gnu::always_inline]] inline std::int16_t to_int16(float x) noexcept {
  return static_cast<std::int16_t>(x + std::copysign(0.5F, x));
}

// REQUIRES: gates.size() == 4 * cells.size(), state.size() == cells.size(); no gate is NaN.
void step_cells(std::span<const float> gates, std::span<float> cells,
                std::span<std::int16_t> state) noexcept;

}  // namespace despin::cloze
