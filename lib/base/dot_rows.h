// lib/base/dot_rows.h - multiplies a matrix of 16-bit integers by vectors, with 32-bit sums.
//
//   base::dot_rows(weights, columns, vectors, sums);  // sums[v x rows] = weights . vectors[v]
//
// Shapes   matrix [rows x columns], vectors [n x columns], sums [n x rows], row by row.
// Threads  Stateless.
// Order    Sums are exact, so every CPU gives the same result. Uses AVX2 if available.
// Cost     With AVX2, at -O3 and from the second-level cache, 0.03 ns per product, and 0.02 if four
//          vectors share one pass over the matrix.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace despin::base {

// REQUIRES: sizes as above; columns > 0; no sum exceeds 32 bits.
void dot_rows(std::span<const std::int16_t> matrix, std::size_t columns,
              std::span<const std::int16_t> vectors, std::span<std::int32_t> sums) noexcept;

}  // namespace despin::base
