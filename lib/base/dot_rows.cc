#include "lib/base/dot_rows.h"

#include <cstddef>

#if defined(__x86_64__) && defined(__GNUC__)
#define DESPIN_HAS_AVX2_TARGET 1
#endif

namespace despin::base {
namespace {

// Four rows at a time read the vector once. Compilers make of the inner loop
// multiplications of pairs that add as they go.
[[gnu::always_inline]] inline void multiply(const std::int16_t* matrix, const std::int16_t* vector,
                                            std::size_t rows, std::size_t columns,
                                            std::int32_t* sums) noexcept {
  std::size_t r = 0;
  for (; r + 4 <= rows; r += 4) {
    const std::int16_t* a = matrix + r * columns;
    const std::int16_t* b = a + columns;
    const std::int16_t* c = b + columns;
    const std::int16_t* d = c + columns;
    std::int32_t sum_a = 0;
    std::int32_t sum_b = 0;
    std::int32_t sum_c = 0;
    std::int32_t sum_d = 0;
    for (std::size_t i = 0; i < columns; ++i) {
      sum_a += a[i] * vector[i];
      sum_b += b[i] * vector[i];
      sum_c += c[i] * vector[i];
      sum_d += d[i] * vector[i];
    }
    sums[r] = sum_a;
    sums[r + 1] = sum_b;
    sums[r + 2] = sum_c;
    sums[r + 3] = sum_d;
  }
  for (; r < rows; ++r) {
    std::int32_t sum = 0;
    for (std::size_t i = 0; i < columns; ++i) sum += matrix[r * columns + i] * vector[i];
    sums[r] = sum;
  }
}

#ifdef DESPIN_HAS_AVX2_TARGET
[[gnu::target("avx2")]] void multiply_avx2(const std::int16_t* matrix, const std::int16_t* vector,
                                           std::size_t rows, std::size_t columns,
                                           std::int32_t* sums) noexcept {
  multiply(matrix, vector, rows, columns, sums);
}
#endif

}  // namespace

void dot_rows(std::span<const std::int16_t> matrix, std::span<const std::int16_t> vector,
              std::span<std::int32_t> sums) noexcept {
#ifdef DESPIN_HAS_AVX2_TARGET
  if (__builtin_cpu_supports("avx2")) {
    multiply_avx2(matrix.data(), vector.data(), sums.size(), vector.size(), sums.data());
    return;
  }
#endif
  multiply(matrix.data(), vector.data(), sums.size(), vector.size(), sums.data());
}

}  // namespace despin::base
