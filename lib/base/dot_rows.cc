#include "lib/base/dot_rows.h"

#include "lib/base/cpu_targets.h"

namespace despin::base {
namespace {

constexpr std::size_t kRows = 4;
constexpr std::size_t kVectors = 4;  // eight need more registers than the CPU has

// Four rows at a time share the loads of the vectors. Compilers turn the inner loop into pairwise
// multiply-add instructions.
template <std::size_t vectors>
[[gnu::always_inline]] inline void multiply(const std::int16_t* matrix, std::size_t rows,
                                            std::size_t columns, const std::int16_t* vector,
                                            std::int32_t* sums) noexcept {
  std::size_t r = 0;
  for (; r + kRows <= rows; r += kRows) {
    const std::int16_t* a = matrix + r * columns;
    const std::int16_t* b = a + columns;
    const std::int16_t* c = b + columns;
    const std::int16_t* d = c + columns;
    std::int32_t sum[vectors][kRows] = {};
    for (std::size_t i = 0; i < columns; ++i) {
      for (std::size_t v = 0; v < vectors; ++v) {
        const std::int32_t x = vector[v * columns + i];
        sum[v][0] += a[i] * x;
        sum[v][1] += b[i] * x;
        sum[v][2] += c[i] * x;
        sum[v][3] += d[i] * x;
      }
    }
    for (std::size_t v = 0; v < vectors; ++v) {
      for (std::size_t i = 0; i < kRows; ++i) sums[v * rows + r + i] = sum[v][i];
    }
  }
  for (; r < rows; ++r) {
    for (std::size_t v = 0; v < vectors; ++v) {
      std::int32_t sum = 0;
      for (std::size_t i = 0; i < columns; ++i) {
        sum += matrix[r * columns + i] * vector[v * columns + i];
      }
      sums[v * rows + r] = sum;
    }
  }
}

[[gnu::always_inline]] inline void multiply_all(const std::int16_t* matrix, std::size_t rows,
                                                std::size_t columns, const std::int16_t* vectors,
                                                std::size_t n, std::int32_t* sums) noexcept {
  std::size_t v = 0;
  for (; v + kVectors <= n; v += kVectors) {
    multiply<kVectors>(matrix, rows, columns, vectors + v * columns, sums + v * rows);
  }
  for (; v < n; ++v) multiply<1>(matrix, rows, columns, vectors + v * columns, sums + v * rows);
}

#ifdef DESPIN_HAS_AVX2_TARGET
[[gnu::target("avx2")]] void multiply_avx2(const std::int16_t* matrix, std::size_t rows,
                                           std::size_t columns, const std::int16_t* vectors,
                                           std::size_t n, std::int32_t* sums) noexcept {
  multiply_all(matrix, rows, columns, vectors, n, sums);
}
#endif

}  // namespace

void dot_rows(std::span<const std::int16_t> matrix, std::size_t columns,
              std::span<const std::int16_t> vectors, std::span<std::int32_t> sums) noexcept {
  const std::size_t rows = matrix.size() / columns;
  const std::size_t n = vectors.size() / columns;
#ifdef DESPIN_HAS_AVX2_TARGET
  if (__builtin_cpu_supports("avx2")) {
    multiply_avx2(matrix.data(), rows, columns, vectors.data(), n, sums.data());
    return;
  }
#endif
  multiply_all(matrix.data(), rows, columns, vectors.data(), n, sums.data());
}

}  // namespace despin::base
