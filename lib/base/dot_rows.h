// lib/base/dot_rows.h
// A matrix of 16-bit integers times a vector, in 32-bit sums.
//
//   base::dot_rows(weights, vector, sums);     // [rows x columns] . [columns] = [rows]
//
// Threads  Stateless.
// Order    Sums are exact, so every CPU gives the same; where there is AVX2 it is used.
// Cost     About .04 ns a product with AVX2, at -O3.
#pragma once

#include <cstdint>
#include <span>

namespace despin::base {

// REQUIRES: matrix.size() == vector.size() * sums.size(); no sum beyond 32 bits.
void dot_rows(std::span<const std::int16_t> matrix, std::span<const std::int16_t> vector,
              std::span<std::int32_t> sums) noexcept;

}  // namespace despin::base
