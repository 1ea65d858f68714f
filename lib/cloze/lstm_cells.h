// lib/cloze/lstm_cells.h
// What gates do with the cells of an LSTM: the part of a step that is no product.
//
//   step_cells(gates, cells, state);           // one step; `state` is what the next one reads
//
// Shapes   gates [4 x cells]: input, forget, fresh, shown, before their bends; `state` in
//          1 / 32767.
// Order    Only +, -, *, / and comparisons, each rounded as float is: the same on every CPU.
//          Where there is AVX2 it is used.
// Method   Hochreiter and Schmidhuber 1997 with the forget gate of Gers et al. 2000; tanh within
//          1e-4.
#pragma once

#include <cmath>
#include <cstdint>
#include <span>

namespace despin::cloze {

inline constexpr float kStateOne = 32767;  // of a 16-bit state, whose values lie within +-1

// To the nearest whole number, halves away from 0. REQUIRES: it fits 16 bits.
[[gnu::always_inline]] inline std::int16_t to_int16(float x) noexcept {
  return static_cast<std::int16_t>(x + std::copysign(0.5F, x));
}

// REQUIRES: gates.size() == 4 * cells.size(), state.size() == cells.size(); no gate is NaN.
void step_cells(std::span<const float> gates, std::span<float> cells,
                std::span<std::int16_t> state) noexcept;

}  // namespace despin::cloze
